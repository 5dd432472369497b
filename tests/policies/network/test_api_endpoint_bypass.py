import pytest

from policies.core import UNKNOWN
from policies.rules.network.api_endpoint_bypass import api_endpoint_bypass
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import balancer, endpoint, front, group, ingress, listener

ENDPOINT, ALB = group("endpoint-group"), group("alb-group")


def old(**props):
    return resource(
        "aws:ec2/securityGroupRule:SecurityGroupRule", "old", securityGroupId=ENDPOINT, **props
    )


def lets(who):
    return [f"lets {who} into endpoint-group, past the load balancer"]


CASES = [
    ("nothing there", [], []),
    ("the balancer alone", front(), []),
    ("a range", front(ingress("vpc", ENDPOINT, cidrIpv4="10.0.0.0/16")), lets("10.0.0.0/16")),
    ("a range of this run", front(ingress("vpc", ENDPOINT, cidrIpv4=UNKNOWN)),
     lets("an address range")),
    ("another group", front(group("bastion"), ingress(
        "bastion", ENDPOINT, referencedSecurityGroupId=group("bastion"))), lets("bastion")),
    ("itself", front(ingress("self", ENDPOINT, referencedSecurityGroupId=ENDPOINT)),
     lets("endpoint-group")),
    ("a group of elsewhere", front(ingress("x", ENDPOINT, referencedSecurityGroupId="sg-9")),
     lets("sg-9")),
    ("the balancer's group of elsewhere", front(balancer(securityGroups=["sg-9"]), ingress(
        "endpoint-from-alb", ENDPOINT, referencedSecurityGroupId="sg-9")), []),
    ("old form, range", front(old(type="ingress", cidrBlocks=["10.0.0.0/8"])), lets("10.0.0.0/8")),
    ("old form, outward", front(old(type="egress", cidrBlocks=["10.0.0.0/8"])), []),
    ("old form, the balancer", front(old(type="ingress", sourceSecurityGroupId=ALB)), []),
    ("inline range", front(group("endpoint-group", ingress=[{"cidrBlocks": ["10.0.0.0/16"]}])),
     ["lets in 10.0.0.0/16"]),
    ("inline, the balancer", front(group("endpoint-group", ingress=[{"securityGroups": [ALB]}])),
     []),
    ("into another group", front(ingress("web", ALB, cidrIpv4="10.0.0.0/16")), []),
    ("the default group", front(endpoint(securityGroupIds=None)),
     ["has the VPC's default security group"]),
    ("no client certificates anyway", front(
        listener(mutualAuthentication=None), ingress("vpc", ENDPOINT, cidrIpv4="10.0.0.0/16")), []),
    ("a balancer of another stack", front(listener(loadBalancerArn="arn:aws:elb:alb")),
     ["undecided: loadBalancerArn names a load balancer of another stack"]),
    ("unknown", front(group("endpoint-group", ingress=UNKNOWN)),
     ["undecided: ingress is not known at preview"]),
    ("unknown direction", front(old(type=UNKNOWN, cidrBlocks=["10.0.0.0/8"])),
     ["undecided: type is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_api_endpoint_bypass(name, resources, expected):
    assert run_rule(api_endpoint_bypass, resources) == expected
