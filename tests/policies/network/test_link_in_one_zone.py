import pytest

from policies.core import UNKNOWN
from policies.rules.network.link_in_one_zone import link_in_one_zone
from tests.support.findings import run_rule
from tests.support.private_backends import A, B, link, subnet

NEXT = subnet("next", availabilityZone="eu-west-1a")

CASES = [
    ("nothing there", [], []),
    ("two zones", [A, B, link()], []),
    ("one subnet", [A, link(subnetIds=[A])], ["has one subnet, so one zone"]),
    ("one of elsewhere", [link(subnetIds=["subnet-1"])], ["has one subnet, so one zone"]),
    (
        "two subnets of one zone",
        [A, NEXT, link(subnetIds=[A, NEXT])],
        ["has 2 subnets, all in eu-west-1a"],
    ),
    ("AWS picks the zones", [link(subnetIds=[subnet("x"), subnet("y")]), subnet("x")], []),
    ("several of elsewhere", [link(subnetIds=["subnet-1", "subnet-2"])], []),
    ("unknown", [link(subnetIds=UNKNOWN)], ["undecided: subnetIds is not known at preview"]),
    (
        "unknown zone",
        [A, subnet("x", availabilityZone=UNKNOWN), link(subnetIds=[A, subnet("x")])],
        ["undecided: availabilityZone is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_in_one_zone(name, resources, expected):
    assert run_rule(link_in_one_zone, resources) == expected
