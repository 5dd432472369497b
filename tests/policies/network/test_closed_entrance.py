import pytest

from policies.core import UNKNOWN
from policies.rules.network.closed_entrance import closed_entrance
from tests.support.builders import resource
from tests.support.entrances import endpoint, group, ingress
from tests.support.findings import run_rule

FOUND = ["group lets nobody in on port 443"]
OFFER = resource("aws:ec2/vpcEndpointService:VpcEndpointService", "offer")
CASES = [
    ("nothing there", [], []),
    ("open for calls", [group(), ingress("calls"), endpoint()], []),
    ("no rule", [group(), endpoint()], FOUND),
    ("another port", [group(), ingress("ssh", 22), endpoint()], FOUND),
    ("over UDP", [group(), ingress("quic", protocol="udp"), endpoint()], FOUND),
    ("inline", [group(ingress=[{"protocol": "-1", "fromPort": 0, "toPort": 0}]), endpoint(
        securityGroupIds=[group()])], []),
    ("one of two", [group(), ingress("calls"), group("other"),
     endpoint(securityGroupIds=[group("other"), group()])], []),
    ("the group of the VPC", [endpoint(securityGroupIds=None)], []),
    ("a group of elsewhere", [group(), endpoint(securityGroupIds=[group(), "sg-9"])], []),
    ("what others offer", [group(), endpoint(
        serviceName="com.amazonaws.vpce.eu-west-1.vpce-svc-1")], []),
    ("what this stack offers", [group(), OFFER, endpoint(serviceName=OFFER)], []),
    ("mail", [group(), endpoint(serviceName="com.amazonaws.eu-west-1.email-smtp")], []),
    ("unknown", [group(ingress=UNKNOWN), endpoint()],
     ["undecided: ingress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_closed_entrance(name, resources, expected):
    assert run_rule(closed_entrance, resources) == expected
