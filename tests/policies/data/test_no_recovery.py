import pytest

from policies.core import UNKNOWN
from policies.rules.data.no_recovery import no_recovery
from tests.support.builders import resource
from tests.support.findings import run_rule


def table(**props):
    return [resource("aws:dynamodb/table:Table", "orders", **props)]


NONE = ["has no point-in-time recovery"]

CASES = [
    ("nothing there", [], []),
    ("the default", table(), NONE),
    ("switched on", table(pointInTimeRecovery={"enabled": True}), []),
    ("switched off", table(pointInTimeRecovery={"enabled": False}), NONE),
    ("rows that expire", table(ttl={"enabled": True, "attributeName": "until"}), []),
    ("expiry that is off", table(ttl={"enabled": False, "attributeName": ""}), NONE),
    (
        "unknown",
        table(pointInTimeRecovery={"enabled": UNKNOWN}),
        ["undecided: pointInTimeRecovery.enabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_recovery(name, resources, expected):
    assert run_rule(no_recovery, resources) == expected
