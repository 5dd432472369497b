import pytest

from policies.core import UNKNOWN
from policies.rules.network.fixed_target import fixed_target
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import attachment, targets

FOUND = ["registers a target in targets, where orders registers its tasks"]


def service(of):
    given = [{"targetGroupArn": of, "containerPort": 80}]
    return resource("aws:ecs/service:Service", "orders", loadBalancers=given)


CASES = [
    ("nothing there", [], []),
    ("by hand alone", [targets(), attachment()], []),
    ("a service alone", [targets(), service(targets())], []),
    ("both", [targets(), attachment(), service(targets())], FOUND),
    ("each its own", [targets(), targets("other"), attachment(), service(targets("other"))], []),
    ("a group of another stack", [targets(), attachment(), service("arn:x")], []),
    ("a service whose group is unknown", [targets(), attachment(), service(UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_fixed_target(name, resources, expected):
    assert run_rule(fixed_target, resources) == expected
