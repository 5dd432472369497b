import pytest

from policies.core import UNKNOWN
from policies.rules.network.public_task import public_task
from tests.support.apis import API
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.fronts import forward, targets
from tests.support.private_backends import behind, call, link, port, service

PUBLIC = ["gives its tasks public addresses behind a link"]


def tasks(public=True, **props):
    place = {"subnets": ["subnet-1"], "assignPublicIp": public}
    given = {"loadBalancers": [{"targetGroupArn": targets(), "containerPort": 80}], **props}
    return resource("aws:ecs/service:Service", "orders", networkConfiguration=place, **given)


def balanced(run):
    return behind(targets(), port(defaultActions=forward()), run)


MAP = service("SRV")
REGISTERED = {"loadBalancers": None, "serviceRegistries": {"registryArn": MAP}}

CASES = [
    ("nothing there", [], []),
    ("public", balanced(tasks()), PUBLIC),
    ("private", balanced(tasks(False)), []),
    ("default", balanced(tasks(None)), []),
    ("public, in Cloud Map", [API, link(), MAP, call(MAP), tasks(**REGISTERED)], PUBLIC),
    ("public, for others", behind(targets(), tasks()), []),
    ("a target group of elsewhere", behind(
        port(defaultActions=forward()), tasks(loadBalancers=[{"targetGroupArn": "arn:x"}])), []),
    ("unknown", balanced(tasks(UNKNOWN)),
     ["undecided: networkConfiguration.assignPublicIp is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_task(name, resources, expected):
    assert run_rule(public_task, resources) == expected
