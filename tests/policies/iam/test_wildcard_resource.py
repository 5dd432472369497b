import pytest

from policies.core import UNKNOWN
from policies.iam import broad_pattern
from policies.rules.iam.wildcard_resource import wildcard_resource
from tests.support.builders import (
    allow,
    arn,
    bucket,
    component,
    grant,
    policy_text,
    queue,
    role,
    role_policy,
)
from tests.support.findings import run_rule

JOBS = arn("sqs", "jobs")
WORKER = role("worker-role")
LOGS = "arn:aws:logs:eu-west-1:123456789012:*"
VPC = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"]


def policy(*statements):
    return [WORKER, role_policy("p", WORKER, policy_text(*statements))]


def granted(text, actions, *nodes, **rest):
    around = component("worker", grants=[grant(actions, *nodes, **rest)])
    return [around, role_policy("p", WORKER, text, parent=around)]


SEND_ALL = "policy, statement 1 allows sqs:SendMessage on * (every resource)"

CASES = [
    ("one queue", policy(allow("sqs:SendMessage", JOBS)), []),
    ("every queue", policy(allow("sqs:SendMessage")), [SEND_ALL]),
    (
        "any account",
        policy(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:jobs")),
        [
            "policy, statement 1 allows sqs:SendMessage on "
            "arn:aws:sqs:eu-west-1:*:jobs (any account)"
        ],
    ),
    (
        "many actions",
        policy(
            allow(["sqs:SendMessage", "sns:Publish", "s3:GetObject", "s3:PutObject", "sqs:Purge*"])
        ),
        [
            "policy, statement 1 allows sqs:SendMessage, sns:Publish, s3:GetObject and 2 more "
            "on * (every resource)"
        ],
    ),
    (
        "all but one",
        policy({"Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": JOBS}),
        ["policy, statement 1 allows all resources but the named ones"],
    ),
    (
        "pattern with a resource level",
        policy(allow("sqs:Send*")),
        ["policy, statement 1 allows sqs:Send* on * (every resource)"],
    ),
    ("objects of one bucket", policy(allow("s3:GetObject", "arn:aws:s3:::files/*")), []),
    ("no resource level", policy(allow(["cloudwatch:PutMetricData", "xray:PutTraceSegments"])), []),
    (
        "no resource level beside one that has",
        policy(allow(["cloudwatch:PutMetricData", "sqs:SendMessage"])),
        [SEND_ALL],
    ),
    ("a function in a VPC", policy(allow(VPC)), []),
    ("log groups of the account", policy(allow("logs:CreateLogGroup", LOGS)), []),
    (
        "log streams of the account",
        policy(allow("logs:PutLogEvents", LOGS)),
        [f"policy, statement 1 allows logs:PutLogEvents on {LOGS} (any name)"],
    ),
    (
        "limited by tag",
        policy(
            allow("sqs:SendMessage", Condition={"StringEquals": {"aws:ResourceTag/team": "web"}})
        ),
        [],
    ),
    (
        "a condition on something else",
        policy(allow("sqs:SendMessage", Condition={"Bool": {"aws:SecureTransport": "true"}})),
        [SEND_ALL],
    ),
    ("denied", policy({"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}), []),
    ("granted, text unknown", granted(UNKNOWN, "sqs:SendMessage", queue("jobs")), []),
    (
        "granted, text known",
        granted(
            policy_text(allow(["sqs:SendMessage"], [JOBS])),
            "sqs:SendMessage",
            queue("jobs", arn=JOBS),
        ),
        [],
    ),
    ("granted below a bucket", granted(UNKNOWN, "s3:GetObject", bucket("b"), paths=["/*"]), []),
    (
        "granted everywhere, text unknown",
        granted(UNKNOWN, "sqs:SendMessage", resources=["*"]),
        [SEND_ALL],
    ),
    (
        "granted everywhere, text known",
        granted(policy_text(allow("sqs:SendMessage")), "sqs:SendMessage", resources=["*"]),
        [SEND_ALL],
    ),
    (
        "granted with a reason, new action",
        granted(UNKNOWN, "sqs:FlyMessage", resources=["*"], reason="AWS has no resource level"),
        [],
    ),
    (
        "granted with a reason, new action, text known",
        granted(
            policy_text(allow("sqs:FlyMessage")),
            "sqs:FlyMessage",
            resources=["*"],
            reason="AWS has no resource level",
        ),
        [],
    ),
    (
        "action that AWS does not list",
        policy(allow("sqs:FlyMessage")),
        ["undecided: policy.Statement[0].Action names sqs:FlyMessage, which AWS does not list"],
    ),
    (
        "unknown",
        [WORKER, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "unknown resource beside a broad one",
        [WORKER, role_policy("p", WORKER, {"Statement": allow("sqs:SendMessage")})],
        [SEND_ALL],
    ),
    (
        "granted on an unknown ARN of nobody's",
        granted(UNKNOWN, "sqs:SendMessage", resources=[UNKNOWN]),
        ["undecided: policy.Statement[0].Resource is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wildcard_resource(name, resources, expected):
    assert run_rule(wildcard_resource, resources) == expected


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("*", "every resource"),
        ("**", "every resource"),
        ("arn:aws:s3:::*", "any name"),
        ("arn:aws:s3:::*/*", "any name"),
        ("arn:aws:dynamodb:*:*:table/*", "any Region"),
        ("arn:aws:dynamodb:eu-west-1:123456789012:table/*", "any name"),
        ("arn:aws:*:eu-west-1:123456789012:jobs", "any service"),
        ("arn:aws:logs:eu-west-1:123456789012:log-group:*", "any name"),
        ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/*", "any name"),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/*", "any name"),
        ("arn:aws:execute-api:eu-west-1:123456789012:*/*/GET/orders", "any name"),
        ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/worker:*", ""),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/orders/*", ""),
        ("arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/*", ""),
        ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-??????", ""),
        ("arn:aws:execute-api:eu-west-1:123456789012:abc123/*", ""),
        ("arn:aws:sqs:eu-west-1:123456789012:orders-*", ""),
        ("arn:aws:sqs:eu-west-1:123456789012:*-orders", ""),
        ("arn:aws:iam::123456789012:role/worker", ""),
        ("not an ARN", ""),
    ],
)
def test_a_wildcard_behind_a_name_is_narrow(pattern, why):
    assert broad_pattern(pattern) == why
