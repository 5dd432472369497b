import pytest

from policies.core import UNKNOWN
from policies.rules.apis.public_front import public_front
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import attachment, balancer, endpoint, front, targets

A, B = (resource("aws:ec2/vpc:Vpc", name) for name in "ab")
OPEN = ["is not internal and leads to endpoint"]

CASES = [
    ("nothing there", [], []),
    ("internal", front(), []),
    ("on the internet", front(balancer(internal=False)), OPEN),
    ("default", front(balancer(internal=None)), OPEN),
    ("targets taken from the endpoint", front(
        balancer(internal=False),
        endpoint(subnetConfigurations=None),
        attachment(targetId=endpoint(subnetConfigurations=None)),
    ), OPEN),
    ("in front of something else", front(balancer(internal=False), attachment(targetId="10.0.9.9")),
     []),
    ("the same address in another VPC", front(
        balancer(internal=False), targets(vpcId="vpc-1"), endpoint(vpcId="vpc-2")), []),
    ("the same address in the same VPC", front(
        balancer(internal=False), targets(vpcId="vpc-1"), endpoint(vpcId="vpc-1")), OPEN),
    ("in another VPC of the same run", [A, B, *front(
        balancer(internal=False), targets(vpcId=A), endpoint(vpcId=B))], []),
    ("in one VPC of the same run", [A, B, *front(
        balancer(internal=False), targets(vpcId=A), endpoint(vpcId=A))], OPEN),
    ("unknown", front(balancer(internal=UNKNOWN)),
     ["undecided: internal is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_front(name, resources, expected):
    assert run_rule(public_front, resources) == expected
