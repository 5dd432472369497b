import pytest

from policies.core import UNKNOWN
from policies.rules.network.public_relay_target import public_relay_target
from tests.support.builders import function, resource
from tests.support.findings import run_rule

PLACE = {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}
FOUND = ["is on the internet, and relay takes events to it"]


def balancer(internal=None):
    return resource("aws:lb/loadBalancer:LoadBalancer", "front", internal=internal, dnsName=UNKNOWN)


def relay(**props):
    given = {"vpcConfig": PLACE, "environment": {"variables": {"URL": balancer()}}, **props}
    return function("relay", **given)


def started(by, to):
    target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", arn=to)
    return [by, to, target]


CASES = [
    ("nothing there", [], []),
    ("on the internet", started(balancer(), relay()), FOUND),
    ("said so", started(balancer(False), relay()), FOUND),
    ("internal", started(balancer(True), relay()), []),
    ("not started by events", [balancer(), relay()], []),
    ("not in a VPC", started(balancer(), relay(vpcConfig=None)), []),
    ("an address of elsewhere", started(balancer(), relay(environment=None)), []),
    ("unknown", started(balancer(UNKNOWN), relay()),
     ["undecided: internal is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_relay_target(name, resources, expected):
    assert run_rule(public_relay_target, resources) == expected
