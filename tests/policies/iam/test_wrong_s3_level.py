import pytest

from policies.core import UNKNOWN
from policies.rules.iam.wrong_s3_level import wrong_s3_level
from tests.support.builders import (
    allow,
    bucket,
    component,
    grant,
    policy_text,
    queue,
    role,
    role_policy,
)
from tests.support.findings import run_rule

WORKER = role("worker-role")
FILES = "arn:aws:s3:::files"
ON_BUCKET = "policy, statement 1: s3:GetObject acts on objects, but only buckets are named"
ON_OBJECTS = "policy, statement 1: s3:ListBucket acts on buckets, but only objects are named"


def policy(*statements):
    return [WORKER, role_policy("p", WORKER, policy_text(*statements))]


def granted(action, *nodes, **rest):
    around = component("worker", grants=[grant(action, *nodes, **rest)])
    return [around, WORKER, role_policy("p", WORKER, UNKNOWN, parent=around)]


CASES = [
    ("no policy", [WORKER], []),
    ("objects", policy(allow("s3:GetObject", f"{FILES}/*")), []),
    ("one object", policy(allow("s3:GetObject", f"{FILES}/in/prices.csv")), []),
    ("a bucket", policy(allow(["s3:ListBucket", "s3:GetBucketLocation"], FILES)), []),
    (
        "both at once",
        policy(allow(["s3:ListBucket", "s3:GetObject"], [FILES, f"{FILES}/*"])),
        [],
    ),
    ("objects by the bucket", policy(allow("s3:GetObject", FILES)), [ON_BUCKET]),
    ("the bucket by its objects", policy(allow("s3:ListBucket", f"{FILES}/*")), [ON_OBJECTS]),
    (
        "half of them",
        policy(allow(["s3:ListBucket", "s3:GetObject"], f"{FILES}/*")),
        [ON_OBJECTS],
    ),
    ("a pattern over both", policy(allow(["s3:ListBucket", "s3:GetObject"], f"{FILES}*")), []),
    ("everything", policy(allow("s3:GetObject")), []),
    (
        "an access point",
        policy(
            allow("s3:GetObject", "arn:aws:s3:eu-west-1:123456789012:accesspoint/files/object/*")
        ),
        [],
    ),
    ("actions by a pattern", policy(allow("s3:Get*", FILES)), []),
    ("on no resource", policy(allow("s3:ListAllMyBuckets", "*")), []),
    ("of another service", policy(allow("sqs:SendMessage", FILES)), []),
    ("granted on objects", granted("s3:GetObject", bucket("b"), paths=["/*"]), []),
    ("granted on the bucket", granted("s3:GetObject", bucket("b")), [ON_BUCKET]),
    ("granted below it", granted("s3:ListBucket", bucket("b"), paths=["/in/*"]), [ON_OBJECTS]),
    ("granted on both", granted("s3:ListBucket", bucket("b"), paths=["", "/*"]), []),
    ("granted on something else", granted("s3:GetObject", queue("q")), []),
    (
        "granted on an unknown ARN of nobody's",
        granted("s3:GetObject", resources=[UNKNOWN]),
        ["undecided: policy.Statement[0].Resource is not known at preview"],
    ),
    (
        "unknown",
        [WORKER, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wrong_s3_level(name, resources, expected):
    assert run_rule(wrong_s3_level, resources) == expected
