import pytest

from policies.core import UNKNOWN
from policies.rules.iam.wildcard_action import wildcard_action
from tests.support.builders import (
    allow,
    arn,
    component,
    grant,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

JOBS = arn("sqs", "jobs")
WORKER = role("worker-role")


def policy(*statements):
    return [WORKER, role_policy("worker-policy", WORKER, policy_text(*statements))]


def granted(text, actions):
    around = component("worker", grants=[grant(actions, queue("jobs"))])
    return [around, role_policy("worker-policy", WORKER, text, parent=around)]


SQS_ALL = "policy, statement 1 allows every action of sqs: sqs:*"

CASES = [
    ("no policy", [WORKER], []),
    ("named action", policy(allow("sqs:SendMessage", JOBS)), []),
    ("every action of a service", policy(allow("sqs:*", JOBS)), [SQS_ALL]),
    (
        "every action",
        policy(allow("*")),
        ["policy, statement 1 allows actions of any service: *"],
    ),
    (
        "service by a pattern",
        policy(allow("s*:Get*", JOBS)),
        ["policy, statement 1 allows actions of any service: s*:Get*"],
    ),
    (
        "second statement, list of actions",
        policy(allow("sqs:SendMessage", JOBS), allow(["sns:Publish", "sns:**"], JOBS)),
        ["policy, statement 2 allows every action of sns: sns:**"],
    ),
    (
        "all but some",
        policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        ["policy, statement 1 allows everything but iam:*"],
    ),
    ("pattern inside a service", policy(allow("sqs:Send*", JOBS)), []),
    ("denied", policy({"Effect": "Deny", "Action": "*", "Resource": "*"}), []),
    (
        "inside the role",
        [role("r", inlinePolicies=[{"name": "n", "policy": policy_text(allow("sqs:*"))}])],
        ["inlinePolicies[0].policy, statement 1 allows every action of sqs: sqs:*"],
    ),
    (
        "managed policy",
        [resource("aws:iam/policy:Policy", "wide", policy=policy_text(allow("sqs:*")))],
        [SQS_ALL],
    ),
    (
        "user's policy",
        [resource("aws:iam/userPolicy:UserPolicy", "wide", policy=policy_text(allow("sqs:*")))],
        [SQS_ALL],
    ),
    ("granted, text unknown", granted(UNKNOWN, "sqs:*"), [SQS_ALL]),
    ("granted, text known", granted(policy_text(allow("sqs:*", JOBS)), "sqs:*"), [SQS_ALL]),
    ("granted narrowly", granted(UNKNOWN, "sqs:SendMessage"), []),
    (
        "unknown",
        [WORKER, role_policy("worker-policy", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "not JSON",
        [WORKER, role_policy("worker-policy", WORKER, "sqs:*")],
        ["undecided: policy is not JSON: Expecting value: line 1 column 1 (char 0)"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wildcard_action(name, resources, expected):
    assert run_rule(wildcard_action, resources) == expected
