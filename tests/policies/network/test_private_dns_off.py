import pytest

from policies.core import UNKNOWN
from policies.rules.network.private_dns_off import private_dns_off
from tests.support.builders import resource
from tests.support.entrances import VPC, endpoint
from tests.support.findings import run_rule


def vpc(**props):
    return resource("aws:ec2/vpc:Vpc", "vpc", **props)


PRIVATE = endpoint(privateDnsEnabled=True)
CASES = [
    ("nothing there", [], []),
    ("names are on", [VPC, PRIVATE], []),
    ("left at the default", [vpc(), PRIVATE],
     ["has private DNS in vpc, whose enableDnsHostnames is off"]),
    ("all off", [vpc(enableDnsSupport=False, enableDnsHostnames=False), PRIVATE],
     ["has private DNS in vpc, whose enableDnsSupport and enableDnsHostnames is off"]),
    ("no private DNS", [vpc(), endpoint(privateDnsEnabled=False)], []),
    ("a VPC of another stack", [endpoint(privateDnsEnabled=True, vpcId="vpc-1")], []),
    ("unknown", [VPC, endpoint(privateDnsEnabled=UNKNOWN)],
     ["undecided: privateDnsEnabled is not known at preview"]),
    ("unknown VPC", [vpc(enableDnsHostnames=UNKNOWN), PRIVATE],
     ["undecided: enableDnsHostnames is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_private_dns_off(name, resources, expected):
    assert run_rule(private_dns_off, resources) == expected
