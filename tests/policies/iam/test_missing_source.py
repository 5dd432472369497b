import pytest

from policies.core import UNKNOWN
from policies.rules.iam.missing_source import missing_source
from tests.support.builders import (
    allow,
    arn,
    bucket,
    component,
    policy_text,
    queue,
    resource,
    role,
)
from tests.support.findings import run_rule

JOBS = queue("jobs")
ANY = "lets sns.amazonaws.com in on behalf of any account"
NO_ACCOUNT = (
    "principal lets s3.amazonaws.com in without sourceAccount: a bucket's ARN names no account, "
    "and the name is free once the bucket is deleted"
)


def source(**values):
    return {"ArnLike": {f"aws:{key}": value for key, value in values.items()}}


def sent_by(service="sns.amazonaws.com", **rest):
    who = {"Service": service}
    text = policy_text(allow("sqs:SendMessage", arn("sqs", "jobs"), Principal=who, **rest))
    return [resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=JOBS, policy=text)]


def trusted(service, **rest):
    text = policy_text(allow("sts:AssumeRole", None, Principal={"Service": service}, **rest))
    return [role("r", assumeRolePolicy=text)]


def permission(**props):
    return [
        resource("aws:lambda/permission:Permission", "p", action="lambda:InvokeFunction", **props)
    ]


def told(condition):
    who = {"Service": "sns.amazonaws.com"}
    statement = allow("sqs:SendMessage", UNKNOWN, Principal=who, Condition=condition)
    around = component("jobs-queue", access={"Statement": [statement]})
    policy = resource(
        "aws:sqs/queuePolicy:QueuePolicy", "access", parent=around, queueUrl=JOBS, policy=UNKNOWN
    )
    return [around, policy]


def logs(*actions, **rest):
    text = policy_text(allow(actions, "*", Principal={"Service": "events.amazonaws.com"}, **rest))
    return [
        resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "l", policyDocument=text)
    ]


EVENTS = "policyDocument, statement 1 lets events.amazonaws.com in on behalf of any account"
CASES = [
    ("no policy", [JOBS], []),
    ("a service for anybody", sent_by(), [f"policy, statement 1 {ANY}"]),
    ("for one topic", sent_by(Condition=source(SourceArn=arn("sns", "news"))), []),
    ("for one account", sent_by(Condition=source(SourceAccount="123456789012")), []),
    ("for one organization", sent_by(Condition=source(SourceOrgID="o-1")), []),
    ("for every topic", sent_by(Condition=source(SourceArn="*")), [f"policy, statement 1 {ANY}"]),
    (
        "over TLS",
        sent_by(Condition={"Bool": {"aws:SecureTransport": "true"}}),
        [f"policy, statement 1 {ANY}"],
    ),
    ("denied", sent_by(Effect="Deny"), []),
    ("a load balancer's logs", sent_by("logdelivery.elasticloadbalancing.amazonaws.com"), []),
    (
        "a log group's key",
        [
            resource(
                "aws:kms/key:Key",
                "k",
                policy=policy_text(
                    allow(
                        "kms:Decrypt",
                        Principal={"Service": "logs.eu-west-1.amazonaws.com"},
                        Condition={
                            "ArnLike": {"kms:EncryptionContext:aws:logs:arn": arn("logs", "*")}
                        },
                    )
                ),
            )
        ],
        [],
    ),
    ("EventBridge makes log streams", logs("logs:CreateLogStream"), []),
    ("it writes for anybody", logs("logs:CreateLogStream", "logs:PutLogEvents"), [EVENTS]),
    (
        "it writes for one rule",
        logs("logs:PutLogEvents", Condition=source(SourceArn=arn("events", "rule/r"))),
        [],
    ),
    ("a function's role", trusted("lambda.amazonaws.com"), []),
    (
        "a schedule's role",
        trusted("scheduler.amazonaws.com"),
        ["assumeRolePolicy, statement 1 lets scheduler.amazonaws.com in on behalf of any account"],
    ),
    (
        "a schedule's role of one account",
        trusted("scheduler.amazonaws.com", Condition=source(SourceAccount="123456789012")),
        [],
    ),
    (
        "a delivery stream's role with an external id",
        trusted(
            "firehose.amazonaws.com", Condition={"StringEquals": {"sts:ExternalId": "123456789012"}}
        ),
        [],
    ),
    (
        "a function for any API",
        permission(principal="apigateway.amazonaws.com"),
        ["principal lets apigateway.amazonaws.com in on behalf of any account"],
    ),
    (
        "a function for one API",
        permission(principal="apigateway.amazonaws.com", sourceArn=UNKNOWN),
        [],
    ),
    (
        "a function for a bucket",
        permission(principal="s3.amazonaws.com", sourceArn=bucket("b")),
        [NO_ACCOUNT],
    ),
    (
        "a function for a bucket of the account",
        permission(
            principal="s3.amazonaws.com", sourceArn=bucket("b"), sourceAccount="123456789012"
        ),
        [],
    ),
    (
        "a skill",
        permission(principal="alexa-appkit.amazon.com", eventSourceToken="amzn1.ask.skill.7"),
        [],
    ),
    ("a role calls", permission(principal="arn:aws:iam::123456789012:role/r"), []),
    ("told by the component", told({}), [f"policy, statement 1 {ANY}"]),
    ("told with its source", told({"ArnLike": {"aws:SourceArn": UNKNOWN}}), []),
    (
        "unknown",
        [role("r", assumeRolePolicy=UNKNOWN)],
        ["undecided: assumeRolePolicy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_source(name, resources, expected):
    assert run_rule(missing_source, resources) == expected
