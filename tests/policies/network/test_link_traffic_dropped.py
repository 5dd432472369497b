import pytest

from policies.core import UNKNOWN
from policies.rules.network.link_traffic_dropped import link_traffic_dropped
from tests.support.findings import run_rule
from tests.support.vpc_links import NLB_ARN, balancer, v1

PROP = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


def behind(groups, **props):
    front = balancer("network", securityGroups=groups, **props)
    return [front, v1(front)]


DROPPED = ["front has security groups that are held against v1"]

CASES = [
    ("nothing there", [], []),
    ("left on", behind(["sg-1"]), DROPPED),
    ("group not known yet", behind([UNKNOWN]), DROPPED),
    ("set on", behind(["sg-1"], **{PROP: "on"}), DROPPED),
    ("switched off", behind(["sg-1"], **{PROP: "off"}), []),
    ("no groups", behind(None), []),
    ("no link", behind(["sg-1"])[:1], []),
    ("balancer of elsewhere", [v1(NLB_ARN)], []),
    ("groups unknown", behind(UNKNOWN), ["undecided: securityGroups is not known at preview"]),
    (
        "switch unknown",
        behind(["sg-1"], **{PROP: UNKNOWN}),
        [f"undecided: {PROP} is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_traffic_dropped(name, resources, expected):
    assert run_rule(link_traffic_dropped, resources) == expected
