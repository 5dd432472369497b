import json

import pytest

from policies.core import UNKNOWN
from policies.rules.apis.integration_not_allowed import action_not_allowed
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import allow, component, grant, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("api-role", "apigateway.amazonaws.com")
MACHINE = resource("aws:sfn/stateMachine:StateMachine", "machine")
START = rest_integration("states:StartSyncExecution", credentials=ROLE)
REFUSED = "calls states:StartSyncExecution, which api-role does not allow"


def may(*actions):
    return role_policy("policy", ROLE, json.loads(policy_text(allow(list(actions)))))


CASES = [
    ("nothing there", [], []),
    ("the action", [ROLE, may("states:StartSyncExecution"), START], []),
    ("its asynchronous sister", [ROLE, may("states:StartExecution"), START], [REFUSED]),
    ("a pattern that covers it", [ROLE, may("states:Start*"), START], []),
    ("no policy at all", [ROLE, START], [REFUSED]),
    (
        "HTTP",
        [ROLE, may("sqs:ReceiveMessage"), http_integration("SQS-SendMessage", credentialsArn=ROLE)],
        ["calls sqs:SendMessage, which api-role does not allow"],
    ),
    (
        "an object by its path",
        [
            ROLE,
            may("s3:PutObject"),
            rest_integration(
                "s3:x",
                credentials=ROLE,
                uri="arn:aws:apigateway:eu-west-1:s3:path/papers/{id}",
                integrationHttpMethod="GET",
            ),
        ],
        ["calls s3:GetObject, which api-role does not allow"],
    ),
    (
        "a message by its form",
        [
            ROLE,
            may("sqs:SendMessage"),
            rest_integration(
                "sqs:x",
                credentials=ROLE,
                uri="arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs",
                requestTemplates={"application/json": "Action=SendMessage&MessageBody=x"},
            ),
        ],
        [],
    ),
    (
        "an action that nothing names",
        [
            ROLE,
            may("sqs:SendMessage"),
            rest_integration(
                "sqs:x",
                credentials=ROLE,
                uri="arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs",
            ),
        ],
        [],
    ),
    ("a role of another stack", [rest_integration("sqs:SendMessage", credentials="arn:x")], []),
    (
        "policy unknown",
        [ROLE, role_policy("policy", ROLE, UNKNOWN), START],
        ["undecided: policy is not known at preview"],
    ),
    (
        "policy unknown, granted by a component",
        [
            ROLE,
            component("call", grants=[grant("states:StartSyncExecution", MACHINE)]),
            role_policy("policy", ROLE, UNKNOWN, parent=component("call")),
            START,
        ],
        [],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_action_not_allowed(name, resources, expected):
    assert run_rule(action_not_allowed, resources) == expected
