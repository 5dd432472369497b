import pytest

from policies.core import UNKNOWN
from policies.rules.apis.canary_share import canary_share
from tests.support.apis import rest_stage
from tests.support.findings import run_rule


def stage(percent):
    return rest_stage(canarySettings={"deploymentId": "b2", "percentTraffic": percent})


NOTHING = "canarySettings with percentTraffic 0: it is forgotten"
CASES = [
    ("nothing there", [], []),
    ("no canary", [rest_stage()], []),
    ("a small share", [stage(10)], []),
    ("half", [stage(50)], []),
    ("more than half", [stage(50.5)], ["canarySettings.percentTraffic is 50.5"]),
    ("all", [stage(100)], ["canarySettings.percentTraffic is 100"]),
    ("nothing", [stage(0)], [NOTHING]),
    ("the default", [stage(None)], [NOTHING]),
    (
        "unknown",
        [stage(UNKNOWN)],
        ["undecided: canarySettings.percentTraffic is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_canary_share(name, resources, expected):
    assert run_rule(canary_share, resources) == expected
