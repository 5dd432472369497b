"""Security groups, as others name them."""

from policies.core import UNKNOWN, Stack
from policies.views.private_link import SecurityGroup
from policies.views.security_rules import groups_named
from policies.views.vpc_link import LoadBalancer
from tests.support.builders import arn, resource


def test_a_group_that_was_created_is_known_by_the_id_in_its_arn():
    group = resource(SecurityGroup.token, "web", arn=arn("ec2", "security-group/sg-1"))
    given = {"securityGroups": ["sg-1"], "deps": {"securityGroups": [group]}}
    balancer = resource("aws:lb/loadBalancer:LoadBalancer", "alb", **given)
    stack = Stack([group, balancer])
    found, _ = groups_named(LoadBalancer(balancer, stack), "securityGroups")
    assert found == [SecurityGroup(group, stack)]


def test_a_group_that_is_not_created_yet_has_no_id():
    group = resource(SecurityGroup.token, "web", arn=UNKNOWN, name="web")
    assert SecurityGroup(group).identities() == {"web"}
