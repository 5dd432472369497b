import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.transport_function import only_carries
from tests.support.builders import allow, function, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("f")
NAMED = "arn:aws:lambda:eu-west-1:123456789012:function:f"
F = function("f", role=ROLE)


def may(*actions):
    return role_policy("p", ROLE, policy_text(allow(list(actions), "*")))


def machine(definition=UNKNOWN, **props):
    text = json.dumps(definition) if isinstance(definition, dict) else definition
    return resource("aws:sfn/stateMachine:StateMachine", "m", definition=text, **props)


def calling(name):
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
    task["Parameters"] = {"FunctionName": name}
    return machine({"StartAt": "a", "States": {"a": task}})


MADE = function("f", role=ROLE, arn=NAMED)
BEHIND = machine(deps={"definition": [F]})
FAILED = resource("aws:sqs/queue:Queue", "failed")
LEFT = function("f", role=ROLE, deadLetterConfig={"targetArn": FAILED})
FOUND = ["only carries what m gives it to DynamoDB"]
CASES = [
    ("nothing there", [], []),
    ("one action", [ROLE, F, may("dynamodb:PutItem"), BEHIND], FOUND),
    ("one action, and logs", [ROLE, F, may("dynamodb:PutItem", "logs:*"), BEHIND], FOUND),
    ("two actions", [ROLE, F, may("dynamodb:PutItem", "dynamodb:GetItem"), BEHIND], []),
    ("what a task cannot do", [ROLE, F, may("s3:*"), BEHIND], []),
    ("for its own failures", [ROLE, FAILED, LEFT, may("sqs:SendMessage"), BEHIND], []),
    ("no action", [ROLE, F, may("logs:PutLogEvents"), BEHIND], []),
    ("called by another", [ROLE, F, may("sqs:SendMessage"), machine("{}")], []),
    ("called by its ARN", [ROLE, MADE, may("dynamodb:Query"), calling(NAMED)], FOUND),
    ("a function of elsewhere", [calling(NAMED)], []),
    ("policy unknown", [ROLE, F, role_policy("p", ROLE, UNKNOWN), BEHIND],
     ["undecided: policy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_only_carries(name, resources, expected):
    assert run_rule(only_carries, resources) == expected
