import pytest

from policies.core import UNKNOWN
from policies.rules.network.link_in_public_subnet import link_in_public_subnet
from tests.support.findings import run_rule
from tests.support.private_backends import (
    IGW,
    NAT,
    A,
    alb,
    behind,
    call,
    joined,
    link,
    port,
    route,
    subnet,
    table,
)

OPEN = subnet("app-a", mapPublicIpOnLaunch=True)
GIVES = "stands in app-a, which gives public addresses"
ROUTED = "stands in app-a, which has a route to an internet gateway"
TABLE = table()
INLINE = table(routes=[{"cidrBlock": "0.0.0.0/0", "gatewayId": IGW}])

CASES = [
    ("nothing there", [], []),
    ("private", behind(), []),
    ("public addresses", behind(OPEN), [GIVES, GIVES]),
    (
        "a route to the internet",
        behind(IGW, TABLE, joined(A, TABLE), route(TABLE, gatewayId=IGW)),
        [ROUTED, ROUTED],
    ),
    ("the same in the table", behind(IGW, INLINE, joined(A, INLINE)), [ROUTED, ROUTED]),
    ("a route to a NAT gateway", behind(
        NAT, TABLE, joined(A, TABLE), route(TABLE, natGatewayId=NAT)), []),
    ("a public balancer is told elsewhere", behind(OPEN, alb(internal=False), link(subnetIds=[])),
     []),
    ("the balancer alone", behind(OPEN, link(subnetIds=[])), [GIVES]),
    ("a public subnet without a link", behind(OPEN, without=(link(), call(), port())), []),
    ("subnets of elsewhere", [link(subnetIds=["subnet-1", "subnet-2"])], []),
    (
        "unknown",
        behind(subnet("app-a", mapPublicIpOnLaunch=UNKNOWN), alb(subnets=[])),
        ["undecided: mapPublicIpOnLaunch is not known at preview"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_in_public_subnet(name, resources, expected):
    assert run_rule(link_in_public_subnet, resources) == expected
