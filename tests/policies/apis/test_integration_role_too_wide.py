import json

import pytest

from policies.core import UNKNOWN
from policies.rules.apis.integration_role_too_wide import wider_than_its_integrations
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import allow, policy_text, role, role_policy
from tests.support.findings import run_rule

ROLE = role("api-role", "apigateway.amazonaws.com")
SEND = http_integration("SQS-SendMessage", credentialsArn=ROLE)
PUT = http_integration("EventBridge-PutEvents", "bus", credentialsArn=ROLE)


def may(*actions):
    return role_policy("policy", ROLE, json.loads(policy_text(allow(list(actions)))))


CASES = [
    ("nothing there", [], []),
    ("just the action", [ROLE, may("sqs:SendMessage"), SEND], []),
    ("in another case", [ROLE, may("SQS:sendmessage"), SEND], []),
    ("and the key of the queue", [ROLE, may("sqs:SendMessage", "kms:Decrypt"), SEND], []),
    (
        "one more",
        [ROLE, may("sqs:SendMessage", "sqs:DeleteMessage"), SEND],
        ["allows sqs:DeleteMessage; its integrations call sqs:SendMessage"],
    ),
    (
        "a pattern",
        [ROLE, may("sqs:*"), SEND],
        ["allows sqs:*; its integrations call sqs:SendMessage"],
    ),
    (
        "many more",
        [ROLE, may("a:A", "b:B", "c:C", "d:D", "sqs:SendMessage"), SEND],
        ["allows a:A, b:B, c:C and more; its integrations call sqs:SendMessage"],
    ),
    (
        "shared by two that need it",
        [ROLE, may("sqs:SendMessage", "events:PutEvents"), SEND, PUT],
        [],
    ),
    (
        "a deny takes nothing",
        [
            ROLE,
            role_policy(
                "policy",
                ROLE,
                {
                    "Statement": [
                        allow("sqs:SendMessage"),
                        {"Effect": "Deny", "Action": "s3:*", "Resource": "*"},
                    ]
                },
            ),
            SEND,
        ],
        [],
    ),
    ("a role that no integration uses", [ROLE, may("s3:*")], []),
    ("a role of another stack", [http_integration("SQS-SendMessage", credentialsArn="arn:x")], []),
    (
        "policy unknown",
        [ROLE, role_policy("policy", ROLE, UNKNOWN), SEND],
        ["undecided: policy is not known at preview"],
    ),
    (
        "uri unknown",
        [ROLE, rest_integration(UNKNOWN, credentials=ROLE)],
        ["undecided: uri is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wider_than_its_integrations(name, resources, expected):
    assert run_rule(wider_than_its_integrations, resources) == expected
