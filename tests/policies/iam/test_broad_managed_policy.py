import pytest

from policies.core import UNKNOWN
from policies.rules.iam.broad_managed_policy import broad_managed_policy
from tests.support.builders import resource, role
from tests.support.findings import run_rule

WORKER = role("worker-role")
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
BUCKETS = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
OWN = resource("aws:iam/policy:Policy", "own", policy="{}")


def attached(arn):
    return [
        WORKER,
        OWN,
        resource(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", role=WORKER, policyArn=arn
        ),
    ]


CASES = [
    ("none", [WORKER], []),
    ("everything", attached(ADMIN), ["policyArn names AdministratorAccess"]),
    ("a whole service", attached(BUCKETS), ["policyArn names AmazonS3FullAccess"]),
    (
        "in China",
        attached("arn:aws-cn:iam::aws:policy/AmazonDynamoDBFullAccess_v2"),
        ["policyArn names AmazonDynamoDBFullAccess_v2"],
    ),
    (
        "of Lambda",
        attached("arn:aws:iam::aws:policy/AWSLambda_FullAccess"),
        ["policyArn names AWSLambda_FullAccess"],
    ),
    (
        "on the role itself",
        [role("r", managedPolicyArns=[BUCKETS, ADMIN])],
        [
            "managedPolicyArns names AmazonS3FullAccess",
            "managedPolicyArns names AdministratorAccess",
        ],
    ),
    (
        "on a user",
        [
            resource(
                "aws:iam/userPolicyAttachment:UserPolicyAttachment", "u", user="ci", policyArn=ADMIN
            )
        ],
        ["policyArn names AdministratorAccess"],
    ),
    (
        "for logs",
        attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
        [],
    ),
    ("one's own of that name", attached("arn:aws:iam::123456789012:policy/TeamFullAccess"), []),
    ("one of the stack's", attached(OWN), []),
    ("unknown", attached(UNKNOWN), ["undecided: policyArn is not known at preview"]),
]


def test_policies_may_be_accepted():
    broad_managed_policy.configure({"accepted": ["AdministratorAccess"]})
    try:
        assert run_rule(broad_managed_policy, attached(ADMIN)) == []
        assert run_rule(broad_managed_policy, attached(BUCKETS)) != []
    finally:
        broad_managed_policy.configure({})


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_broad_managed_policy(name, resources, expected):
    assert run_rule(broad_managed_policy, resources) == expected
