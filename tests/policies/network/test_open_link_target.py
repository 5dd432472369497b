import pytest

from policies.core import UNKNOWN
from policies.rules.network.open_link_target import open_link_target
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import forward, targets
from tests.support.private_backends import ALB_GROUP, behind, group, into, port

TASKS = group("tasks")
OPEN = ["lets every address into tasks, past the VPC link to orders"]


def tasks(*groups):
    place = {"subnets": ["subnet-1"], "securityGroups": list(groups)}
    given = [{"targetGroupArn": targets(), "containerPort": 80}]
    return resource(
        "aws:ecs/service:Service", "orders", networkConfiguration=place, loadBalancers=given
    )


def balanced(*others, of=TASKS):
    return behind(targets(), port(defaultActions=forward()), TASKS, tasks(of), *others)


CASES = [
    ("nothing there", [], []),
    ("open to all", balanced(into("all", TASKS, cidrIpv4="0.0.0.0/0")), OPEN),
    ("open to all of IPv6", balanced(into("all", TASKS, cidrIpv6="::/0")), OPEN),
    ("open to the balancer", balanced(into("lb", TASKS, referencedSecurityGroupId=ALB_GROUP)), []),
    ("open to a range", balanced(into("lb", TASKS, cidrIpv4="10.0.0.0/16")), []),
    ("not behind a link", [TASKS, targets(), tasks(TASKS),
     into("all", TASKS, cidrIpv4="0.0.0.0/0")], []),
    ("a group of elsewhere", balanced(of="sg-9"), []),
    ("unknown", balanced(group("tasks", ingress=UNKNOWN)),
     ["undecided: ingress is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_link_target(name, resources, expected):
    assert run_rule(open_link_target, resources) == expected
