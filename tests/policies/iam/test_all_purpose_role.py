import pytest

from policies.core import UNKNOWN
from policies.rules.iam.all_purpose_role import all_purpose_role
from tests.support.builders import (
    allow,
    arn,
    component,
    function,
    grant,
    policy_text,
    role,
    role_policy,
)
from tests.support.findings import run_rule

WORKER = role("worker-role")
FIVE = ["sqs:SendMessage", "sns:Publish", "s3:GetObject", "dynamodb:GetItem", "ses:SendEmail"]
NEEDED = ["logs:PutLogEvents", "xray:PutTraceSegments", "kms:Decrypt"]
SIX = "its role worker-role reaches 6 services: dynamodb, events, s3, ses, sns, sqs"


def worker(*actions):
    text = policy_text(*(allow(action, arn("any", "x")) for action in actions))
    return [WORKER, function("worker", role=WORKER), role_policy("p", WORKER, text)]


def granted(*actions):
    around = component("block", grants=[grant(action) for action in actions])
    return [
        around,
        WORKER,
        function("worker", role=WORKER),
        role_policy("p", WORKER, UNKNOWN, parent=around),
    ]


CASES = [
    ("no function", [WORKER], []),
    ("five", worker(*FIVE), []),
    ("five, and what every function needs", worker(*FIVE, *NEEDED), []),
    ("many actions of one service", worker(*FIVE, "sqs:ReceiveMessage"), []),
    ("six", worker(*FIVE, "events:PutEvents"), [SIX]),
    ("six granted", granted(*FIVE, "events:PutEvents"), [SIX]),
    ("a role of no function", worker(*FIVE, "events:PutEvents")[::2], []),
    (
        "unknown",
        [WORKER, function("worker", role=WORKER), role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_all_purpose_role(name, resources, expected):
    assert run_rule(all_purpose_role, resources) == expected
