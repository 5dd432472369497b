import pytest

from policies.core import UNKNOWN
from policies.rules.network.single_zone import single_zone
from tests.support.builders import function
from tests.support.findings import run_rule


def worker(*subnets):
    return [function("worker", vpcConfig={"subnetIds": list(subnets), "securityGroupIds": ["sg"]})]


CASES = [
    ("nothing there", [], []),
    ("no VPC", [function("worker")], []),
    ("two", worker("subnet-a", "subnet-b"), []),
    ("one", worker("subnet-a"), ["has one subnet, so one zone"]),
    ("one that is new", worker(UNKNOWN), ["has one subnet, so one zone"]),
    ("taken out of its VPC", worker(), []),
    (
        "unknown",
        [function("worker", vpcConfig={"subnetIds": UNKNOWN})],
        ["undecided: vpcConfig.subnetIds is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_single_zone(name, resources, expected):
    assert run_rule(single_zone, resources) == expected
