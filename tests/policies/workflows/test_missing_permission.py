import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.missing_permission import missing_permission
from tests.support.builders import allow, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("steps", "states.amazonaws.com")


def task(resource="arn:aws:states:::sqs:sendMessage"):
    return {"Type": "Task", "Resource": resource, "End": True}


def machine(definition, of=ROLE):
    text = json.dumps(definition) if isinstance(definition, dict) else definition
    return resource("aws:sfn/stateMachine:StateMachine", "m", definition=text, roleArn=of)


def steps(to="arn:aws:states:::sqs:sendMessage", of=ROLE):
    return machine({"StartAt": "A", "States": {"A": task(to)}}, of)


def may(action):
    return role_policy("p", ROLE, policy_text(allow(action, "*")))


CASES = [
    ("nothing there", [], []),
    ("allowed", [ROLE, may("sqs:SendMessage"), steps()], []),
    ("allowed by a wildcard", [ROLE, may("sqs:Send*"), steps()], []),
    (
        "not allowed",
        [ROLE, may("sqs:ReceiveMessage"), steps()],
        ["A needs sqs:SendMessage, which steps does not allow"],
    ),
    (
        "waiting for an answer",
        [ROLE, steps("arn:aws:states:::lambda:invoke.waitForTaskToken")],
        ["A needs lambda:InvokeFunction, which steps does not allow"],
    ),
    (
        "a function by its ARN",
        [ROLE, steps("arn:aws:lambda:eu-west-1:123456789012:function:f")],
        ["A needs lambda:InvokeFunction, which steps does not allow"],
    ),
    (
        "through the SDK",
        [ROLE, steps("arn:aws:states:::aws-sdk:dynamodb:putItem")],
        ["A needs dynamodb:PutItem, which steps does not allow"],
    ),
    ("a call that nobody knows", [ROLE, steps("arn:aws:states:::aws-sdk:foo:bar")], []),
    ("a role of another stack", [steps(of="arn:aws:iam::123456789012:role/x")], []),
    (
        "policy unknown",
        [ROLE, role_policy("p", ROLE, UNKNOWN), steps()],
        ["undecided: policy is not known at preview"],
    ),
    (
        "definition unknown",
        [ROLE, machine(UNKNOWN)],
        ["undecided: definition is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_permission(name, resources, expected):
    assert run_rule(missing_permission, resources) == expected
