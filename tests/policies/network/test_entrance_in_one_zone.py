import pytest

from policies.core import UNKNOWN
from policies.rules.network.entrance_in_one_zone import entrance_in_one_zone
from tests.support.entrances import A, B, endpoint, resolver, subnet
from tests.support.findings import run_rule

NEXT = subnet("next")
PLACES = [{"subnetId": A}, {"subnetId": NEXT}]
ALONE = ["has one subnet, so one zone"]
CASES = [
    ("nothing there", [], []),
    ("an endpoint in two", [A, B, endpoint()], []),
    ("an endpoint in one", [A, endpoint(subnetIds=[A])], ALONE),
    ("one of elsewhere", [endpoint(subnetIds=["subnet-1"])], ALONE),
    ("two subnets of one zone", [A, NEXT, endpoint(subnetIds=[A, NEXT])],
     ["has 2 subnets, all in eu-west-1a"]),
    ("a gateway endpoint", [endpoint(vpcEndpointType="Gateway", subnetIds=None)], []),
    ("a resolver in two", [A, B, resolver()], []),
    ("a resolver in one zone", [A, NEXT, resolver(ipAddresses=PLACES)],
     ["has 2 subnets, all in eu-west-1a"]),
    ("a resolver with one address", [A, resolver(ipAddresses=[{"subnetId": A}])], ALONE),
    ("several of elsewhere", [endpoint(subnetIds=["subnet-1", "subnet-2"])], []),
    ("AWS picks the zones", [subnet("x", None), subnet("y", None),
                             endpoint(subnetIds=[subnet("x", None), subnet("y", None)])], []),
    ("unknown", [endpoint(subnetIds=UNKNOWN)], ["undecided: subnetIds is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_entrance_in_one_zone(name, resources, expected):
    assert run_rule(entrance_in_one_zone, resources) == expected
