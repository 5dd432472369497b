import pytest

from policies.core import UNKNOWN
from policies.rules.apis.canary_of_itself import canary_of_itself
from tests.support.apis import rest_deployment, rest_stage
from tests.support.findings import run_rule

ONE, TWO = rest_deployment("one"), rest_deployment("two")
SAME = "canarySettings and deployment name one deployment"
NOT_YET = "undecided: canarySettings.deploymentId is not known at preview"


def canary(deployment, **more):
    return {"deploymentId": deployment, "percentTraffic": 10, **more}


CASES = [
    ("nothing there", [], []),
    ("no canary", [ONE, rest_stage(deployment=ONE)], []),
    ("two", [ONE, TWO, rest_stage(deployment=ONE, canarySettings=canary(TWO))], []),
    ("one", [ONE, rest_stage(deployment=ONE, canarySettings=canary(ONE))], [SAME]),
    ("one by id", [rest_stage(deployment="a1", canarySettings=canary("a1"))], [SAME]),
    ("two by id", [rest_stage(deployment="a1", canarySettings=canary("b2"))], []),
    (
        "a new one beside an old one",
        [TWO, rest_stage(deployment="a1", canarySettings=canary(TWO))],
        [NOT_YET],
    ),
    ("unknown", [rest_stage(deployment="a1", canarySettings=canary(UNKNOWN))], [NOT_YET]),
    (
        "settings unknown",
        [rest_stage(deployment="a1", canarySettings=UNKNOWN)],
        ["undecided: canarySettings is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_canary_of_itself(name, resources, expected):
    assert run_rule(canary_of_itself, resources) == expected
