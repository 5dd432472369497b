import pytest

from policies.core import UNKNOWN
from policies.rules.iam.several_services import several_services
from tests.support.builders import role
from tests.support.findings import run_rule

CASES = [
    ("one", [role("r")], []),
    (
        "two",
        [role("r", ["states.amazonaws.com", "lambda.amazonaws.com"])],
        ["assumeRolePolicy trusts lambda.amazonaws.com, states.amazonaws.com"],
    ),
    ("at the edge", [role("r", ["lambda.amazonaws.com", "edgelambda.amazonaws.com"])], []),
    (
        "unknown",
        [role("r", assumeRolePolicy=UNKNOWN)],
        ["undecided: assumeRolePolicy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_several_services(name, resources, expected):
    assert run_rule(several_services, resources) == expected
