import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.unused_permission import unused_permission
from tests.support.builders import allow, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("steps", "states.amazonaws.com")


def machine(definition):
    text = json.dumps(definition) if isinstance(definition, dict) else definition
    return resource("aws:sfn/stateMachine:StateMachine", "m", definition=text, roleArn=ROLE)


def calling(*resources):
    tasks = {
        str(number): {"Type": "Task", "Resource": f"arn:aws:states:::{name}", "End": True}
        for number, name in enumerate(resources)
    }
    return machine({"StartAt": "0", "States": tasks})


def may(*actions):
    return role_policy("p", ROLE, policy_text(allow(list(actions), "*")))


CASES = [
    ("nothing there", [], []),
    ("all is used", [ROLE, may("sqs:SendMessage"), calling("sqs:sendMessage")], []),
    (
        "one is not",
        [ROLE, may("sqs:SendMessage", "sqs:PurgeQueue"), calling("sqs:sendMessage")],
        ["may sqs:PurgeQueue, which the definition never calls"],
    ),
    (
        "logs and traces",
        [ROLE, may("logs:CreateLogDelivery", "xray:PutTraceSegments"), calling()],
        [],
    ),
    (
        "a call that nobody knows",
        [ROLE, may("sqs:PurgeQueue"), calling("aws-sdk:foo:bar")],
        [],
    ),
    (
        "definition unknown",
        [ROLE, may("sqs:PurgeQueue"), machine(UNKNOWN)],
        ["undecided: definition is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unused_permission(name, resources, expected):
    assert run_rule(unused_permission, resources) == expected
