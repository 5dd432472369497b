import pytest

from policies.core import UNKNOWN
from policies.rules.network.open_backend import open_backend
from tests.support.findings import run_rule
from tests.support.private_backends import alb, behind, call, group, into

ANYBODY = ["lets every address into alb-group, past the link to alb"]

CASES = [
    ("nothing there", [], []),
    ("the link alone", behind(), []),
    ("every address", behind(into("open", cidrIpv4="0.0.0.0/0")), ANYBODY),
    ("every IPv6 address", behind(into("open", cidrIpv6="::/0")), ANYBODY),
    (
        "inline",
        behind(group("alb-group", ingress=[{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}])),
        ANYBODY,
    ),
    ("a range", behind(into("vpc", cidrIpv4="10.0.0.0/16")), []),
    ("another group", behind(into("open", group("web"), cidrIpv4="0.0.0.0/0"), group("web")), []),
    (
        "a balancer without a link",
        behind(into("open", cidrIpv4="0.0.0.0/0"), without=(call(),)),
        [],
    ),
    ("groups of elsewhere", behind(alb(securityGroups=["sg-9"])), []),
    ("a range not known yet", behind(into("vpc", cidrIpv4=UNKNOWN)), []),
    (
        "unknown",
        behind(group("alb-group", ingress=UNKNOWN)),
        ["undecided: ingress is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_backend(name, resources, expected):
    assert run_rule(open_backend, resources) == expected
