import pytest

from policies.core import UNKNOWN
from policies.rules.iam.public_principal import public_principal
from tests.support.builders import allow, arn, component, policy_text, queue, resource, role
from tests.support.findings import run_rule

JOBS = queue("jobs")
ORG = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
NEGATED = {"StringNotEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
IF_THERE = {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1234567890"}}
ANY_ADDRESS = {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
TLS = {"Bool": {"aws:SecureTransport": "true"}}
OPEN = "policy, statement 1 lets everybody call sqs:SendMessage"


def sent_by(principal, **rest):
    text = policy_text(allow("sqs:SendMessage", arn("sqs", "jobs"), Principal=principal, **rest))
    return [resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=JOBS, policy=text)]


def trusted(principal, **rest):
    text = policy_text(allow("sts:AssumeRole", None, Principal=principal, **rest))
    return [role("r", assumeRolePolicy=text)]


def permission(**props):
    return [
        resource("aws:lambda/permission:Permission", "p", action="lambda:InvokeFunction", **props)
    ]


def told(access):
    around = component("jobs-queue", access={"Statement": [access]})
    policy = resource(
        "aws:sqs/queuePolicy:QueuePolicy", "access", parent=around, queueUrl=JOBS, policy=UNKNOWN
    )
    return [around, policy]


CASES = [
    ("no policy", [JOBS], []),
    ("one account", sent_by({"AWS": "123456789012"}), []),
    ("everybody", sent_by("*"), [OPEN]),
    ("everybody with an account", sent_by({"AWS": "*"}), [OPEN]),
    ("one of several", sent_by({"AWS": ["123456789012", "*"]}), [OPEN]),
    (
        "a pattern",
        sent_by({"AWS": "arn:aws:iam::*:role/x"}),
        [
            "policy, statement 1 lets everybody who matches arn:aws:iam::*:role/x "
            "call sqs:SendMessage"
        ],
    ),
    ("everybody of the organization", sent_by("*", Condition=ORG), []),
    ("everybody but the organization", sent_by("*", Condition=NEGATED), [OPEN]),
    ("or whoever has none", sent_by("*", Condition=IF_THERE), [OPEN]),
    ("from any address", sent_by("*", Condition=ANY_ADDRESS), [OPEN]),
    ("over TLS", sent_by("*", Condition=TLS), [OPEN]),
    ("denied", sent_by("*", Effect="Deny"), []),
    (
        "the topic's default policy",
        [
            resource(
                "aws:sns/topicPolicy:TopicPolicy",
                "t",
                policy=policy_text(
                    allow(
                        "SNS:Publish",
                        "*",
                        Principal={"AWS": "*"},
                        Condition={"StringEquals": {"AWS:SourceOwner": "123456789012"}},
                    )
                ),
            )
        ],
        [],
    ),
    (
        "a key of everybody's",
        [
            resource(
                "aws:kms/key:Key", "k", policy=policy_text(allow("kms:*", Principal={"AWS": "*"}))
            )
        ],
        ["policy, statement 1 lets everybody call kms:*"],
    ),
    (
        "trust in everybody",
        trusted({"AWS": "*"}),
        ["assumeRolePolicy, statement 1 lets everybody take on the role"],
    ),
    (
        "trust with an external id",
        trusted({"AWS": "*"}, Condition={"StringEquals": {"sts:ExternalId": "7"}}),
        [],
    ),
    (
        "a function for everybody",
        permission(principal="*"),
        ["principal lets everybody call lambda:InvokeFunction"],
    ),
    ("a function for the organization", permission(principal="*", principalOrgId=UNKNOWN), []),
    ("a function's URL", permission(principal="*", functionUrlAuthType="NONE"), []),
    (
        "a layer for everybody",
        [
            resource(
                "aws:lambda/layerVersionPermission:LayerVersionPermission",
                "l",
                action="lambda:GetLayerVersion",
                principal="*",
            )
        ],
        ["principal lets everybody call lambda:GetLayerVersion"],
    ),
    (
        "a bus for the organization",
        [
            resource(
                "aws:cloudwatch/eventPermission:EventPermission",
                "e",
                principal="*",
                action="events:PutEvents",
                condition={"type": "StringEquals", "key": "aws:PrincipalOrgID", "value": "o-1"},
            )
        ],
        [],
    ),
    (
        "a bus for everybody",
        [
            resource(
                "aws:cloudwatch/eventPermission:EventPermission",
                "e",
                principal="*",
                action="events:PutEvents",
            )
        ],
        ["principal lets everybody call events:PutEvents"],
    ),
    ("told by the component", told(allow("sqs:SendMessage", UNKNOWN, Principal="*")), [OPEN]),
    (
        "told by the component, limited",
        told(
            allow(
                "sqs:SendMessage",
                UNKNOWN,
                Principal="*",
                Condition={"ArnLike": {"aws:SourceArn": UNKNOWN}},
            )
        ),
        [],
    ),
    (
        "unknown text",
        [resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=JOBS, policy=UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "unknown principal",
        permission(principal=UNKNOWN),
        ["undecided: principal is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_public_principal(name, resources, expected):
    assert run_rule(public_principal, resources) == expected
