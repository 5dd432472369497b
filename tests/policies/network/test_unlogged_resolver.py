import pytest

from policies.core import UNKNOWN
from policies.rules.network.unlogged_resolver import unlogged_resolver
from tests.support.builders import resource
from tests.support.entrances import VPC, A, B, resolver
from tests.support.findings import run_rule


def logged(vpc):
    type_ = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"
    return resource(type_, "logged", resourceId=vpc)


OTHER = resource("aws:ec2/vpc:Vpc", "other")
SAID = ["stands in vpc, which logs no queries"]
CASES = [
    ("nothing there", [], []),
    ("logged", [VPC, A, B, resolver(), logged(VPC)], []),
    ("not logged", [VPC, A, B, resolver()], SAID),
    ("another VPC is logged", [VPC, OTHER, A, B, resolver(), logged(OTHER)], SAID),
    ("subnets of another stack", [resolver(ipAddresses=[{"subnetId": "subnet-1"}])], []),
    ("outbound", [VPC, A, B, resolver(direction="OUTBOUND")], []),
    ("unknown", [VPC, A, B, resolver(direction=UNKNOWN)],
     ["undecided: direction is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unlogged_resolver(name, resources, expected):
    assert run_rule(unlogged_resolver, resources) == expected
