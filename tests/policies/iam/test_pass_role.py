import pytest

from policies.core import UNKNOWN
from policies.rules.iam.pass_role import pass_role
from tests.support.builders import allow, component, grant, policy_text, role, role_policy
from tests.support.findings import run_rule

WORKER = role("worker-role")
TASK = "arn:aws:iam::123456789012:role/task"
TO_TASKS = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
ONE = "policy, statement 1 lets its roles be passed to any service"


def policy(*statements):
    return [WORKER, role_policy("p", WORKER, policy_text(*statements))]


def granted(**rest):
    around = component("worker", grants=[grant("iam:PassRole", role("task"), **rest)])
    return [around, WORKER, role_policy("p", WORKER, UNKNOWN, parent=around)]


CASES = [
    ("something else", policy(allow("sqs:SendMessage")), []),
    ("one role to any service", policy(allow("iam:PassRole", TASK)), [ONE]),
    ("one role to one service", policy(allow("iam:PassRole", TASK, Condition=TO_TASKS)), []),
    (
        "any role",
        policy(allow(["iam:GetRole", "iam:PassRole"])),
        ["policy, statement 1 lets any role (*) be passed to any service"],
    ),
    ("by a pattern", policy(allow("iam:Pass*", TASK)), [ONE]),
    ("everything is another rule's", policy(allow(["iam:*", "*"], TASK)), []),
    ("denied", policy({"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}), []),
    ("granted", granted(), [ONE]),
    ("granted to one service", granted(condition=TO_TASKS), []),
    (
        "unknown",
        [WORKER, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_pass_role(name, resources, expected):
    assert run_rule(pass_role, resources) == expected
