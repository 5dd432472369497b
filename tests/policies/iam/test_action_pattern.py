import pytest

from policies.core import UNKNOWN
from policies.rules.iam.action_pattern import actions_by_pattern
from tests.support.builders import allow, arn, policy_text, role, role_policy
from tests.support.findings import run_rule

JOBS = arn("sqs", "jobs")
WORKER = role("worker-role")


def policy(actions):
    return [WORKER, role_policy("p", WORKER, policy_text(allow(actions, JOBS)))]


CASES = [
    ("named action", policy("sqs:SendMessage"), []),
    (
        "only reads",
        policy("sqs:GetQueue*"),
        ["policy, statement 1: sqs:GetQueue* covers 2 actions, all of which only read"],
    ),
    (
        "one that writes",
        policy("SQS:SendMess*"),
        [
            "policy, statement 1: SQS:SendMess* covers 1 action, "
            "of which 1 change something (sqs:SendMessage)"
        ],
    ),
    (
        "nothing at all",
        policy("sqs:Fly*"),
        ["policy, statement 1: sqs:Fly* covers no action that AWS lists"],
    ),
    ("whole service is another rule's", policy(["sqs:*", "*"]), []),
    (
        "unknown",
        [WORKER, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_actions_by_pattern(name, resources, expected):
    assert run_rule(actions_by_pattern, resources) == expected
