import pytest

from policies.core import UNKNOWN
from policies.rules.network.link_without_path import link_without_path
from tests.support.builders import arn
from tests.support.findings import run_rule
from tests.support.private_backends import (
    ALB_GROUP,
    INTO,
    LINK_GROUP,
    OUT,
    alb,
    behind,
    call,
    group,
    into,
    link,
    out,
    port,
    resource,
)

LISTENER_ARN = arn("elasticloadbalancing", "listener/app/front/0123456789abcdef/0123456789abcdef")
NO_WAY_OUT = "lets nothing out to port 80 of alb"
NO_WAY_IN = "lets nothing in from link to port 80 of alb"


def old(kind, of, **props):
    given = {"type": kind, "protocol": "tcp", "fromPort": 0, "toPort": 65535, **props}
    type_ = "aws:ec2/securityGroupRule:SecurityGroupRule"
    return resource(type_, f"old-{kind}", securityGroupId=of, **given)


CASES = [
    ("nothing there", [], []),
    ("a way", behind(), []),
    ("no way out", behind(without=(OUT,)), [NO_WAY_OUT]),
    ("no way in", behind(without=(INTO,)), [NO_WAY_IN]),
    ("neither", behind(without=(OUT, INTO)), [NO_WAY_OUT, NO_WAY_IN]),
    ("another port", behind(port(port=8080)),
     ["lets nothing out to port 8080 of alb", "lets nothing in from link to port 8080 of alb"]),
    ("UDP", behind(out(ipProtocol="udp", referencedSecurityGroupId=ALB_GROUP)), [NO_WAY_OUT]),
    ("everything", behind(
        out(ipProtocol="-1", fromPort=None, toPort=None, cidrIpv4="0.0.0.0/0")), []),
    ("a range", behind(into(cidrIpv4="10.0.0.0/16")), []),
    ("to another group", behind(out(referencedSecurityGroupId=group("db"))), [NO_WAY_OUT]),
    ("old form", behind(
        old("egress", LINK_GROUP, sourceSecurityGroupId=ALB_GROUP),
        old("ingress", ALB_GROUP, sourceSecurityGroupId=LINK_GROUP), without=(OUT, INTO)), []),
    ("old form, the wrong way", behind(
        old("ingress", LINK_GROUP, sourceSecurityGroupId=ALB_GROUP), without=(OUT,)),
     [NO_WAY_OUT]),
    ("inline", behind(
        group("link-group", egress=[
            {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}]),
        group("alb-group", ingress=[
            {"protocol": "tcp", "fromPort": 80, "toPort": 80, "securityGroups": [LINK_GROUP]}]),
        without=(OUT, INTO)), []),
    ("one group for both, that lets itself in", behind(
        alb(securityGroups=[LINK_GROUP]),
        group("link-group",
              egress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}],
              ingress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]),
        without=(OUT, INTO)), []),
    ("a balancer without groups needs no way in", behind(
        alb(securityGroups=None), out(cidrIpv4="10.0.0.0/16"), without=(INTO,)), []),
    ("a listener of elsewhere", behind(call(LISTENER_ARN), without=(OUT, INTO)), []),
    ("a link of elsewhere", behind(call(connectionId="abc123"), without=(OUT, INTO, link())), []),
    ("a group of elsewhere", behind(link(securityGroupIds=["sg-9"])),
     ["undecided: securityGroupIds names a security group of another stack"]),
    ("unknown", behind(out(fromPort=UNKNOWN, referencedSecurityGroupId=ALB_GROUP)),
     ["undecided: fromPort is not known at preview"]),
    ("inline unknown", behind(group("link-group", egress=UNKNOWN), without=(OUT,)),
     ["undecided: egress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_link_without_path(name, resources, expected):
    assert run_rule(link_without_path, resources) == expected
