import pytest

from policies.core import Severity
from policies.levels import Level, level_for

M, A = Level.MANDATORY, Level.ADVISORY


@pytest.mark.parametrize(
    ("environment", "low", "medium", "high", "critical"),
    [
        ("prod", A, M, M, M),
        ("staging", A, A, M, M),
        ("dev", A, A, M, M),
        ("", A, M, M, M),
        ("somebody's sandbox", A, M, M, M),
    ],
)
def test_level_by_environment_and_severity(environment, low, medium, high, critical):
    levels = [level_for(environment, severity) for severity in Severity]
    assert levels == [low, medium, high, critical]
