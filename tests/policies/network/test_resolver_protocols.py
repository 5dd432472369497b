import pytest

from policies.core import UNKNOWN
from policies.rules.network.resolver_protocols import resolver_protocols
from tests.support.builders import resource
from tests.support.entrances import group, ingress, resolver
from tests.support.findings import run_rule

UDP, TCP = ingress("udp", 53, "udp"), ingress("tcp", 53)
OLD = resource("aws:ec2/securityGroupRule:SecurityGroupRule", "old", securityGroupId=group(),
               type="ingress", protocol="tcp", fromPort=0, toPort=100)  # fmt: skip
INLINE = [{"protocol": "-1", "fromPort": 0, "toPort": 0}]
NO_TCP, NO_UDP = "lets nobody in on port 53 over TCP", "lets nobody in on port 53 over UDP"
CASES = [
    ("nothing there", [], []),
    ("both", [group(), UDP, TCP, resolver()], []),
    ("UDP alone", [group(), UDP, resolver()], [NO_TCP]),
    ("TCP alone", [group(), TCP, resolver()], [NO_UDP]),
    ("neither", [group(), ingress("https"), resolver()], [NO_UDP, NO_TCP]),
    ("an old rule with a range of ports", [group(), UDP, OLD, resolver()], []),
    ("everything, inline", [group(ingress=INLINE), resolver()], []),
    ("outbound", [group(), resolver(direction="OUTBOUND")], []),
    ("a group of another stack", [resolver(securityGroupIds=["sg-1"])], []),
    ("unknown", [group(), ingress("x", UNKNOWN, "udp"), TCP, resolver()],
     ["undecided: fromPort is not known at preview"]),
    ("unknown inline", [group(ingress=UNKNOWN), resolver()],
     ["undecided: ingress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_resolver_protocols(name, resources, expected):
    assert run_rule(resolver_protocols, resources) == expected
