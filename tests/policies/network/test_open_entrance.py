import pytest

from policies.core import UNKNOWN
from policies.rules.network.open_entrance import open_entrance
from tests.support.entrances import endpoint, group, ingress, resolver
from tests.support.findings import run_rule

INLINE = [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}]
SAID = "lets every address into group, the group of"
CASES = [
    ("nothing there", [], []),
    ("a range", [group(), ingress("in", cidrIpv4="10.0.0.0/8"), endpoint()], []),
    ("a prefix list", [group(), ingress("in", prefixListId="pl-1"), endpoint()], []),
    ("everybody", [group(), ingress("in", cidrIpv4="0.0.0.0/0"), endpoint()],
     [f"{SAID} endpoint"]),
    ("everybody, IPv6", [group(), ingress("in", cidrIpv6="::/0"), endpoint()],
     [f"{SAID} endpoint"]),
    ("inline", [group(ingress=INLINE), resolver()], [f"{SAID} resolver"]),
    ("a group of something else", [group(), ingress("in", cidrIpv4="0.0.0.0/0")], []),
    ("an outbound resolver", [group(ingress=INLINE), resolver(direction="OUTBOUND")], []),
    ("a gateway endpoint", [group(ingress=INLINE), endpoint(vpcEndpointType="Gateway")], []),
    ("unknown", [group(ingress=UNKNOWN), endpoint()],
     ["undecided: ingress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_entrance(name, resources, expected):
    assert run_rule(open_entrance, resources) == expected
