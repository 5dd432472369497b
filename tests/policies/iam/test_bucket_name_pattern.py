import pytest

from policies.core import UNKNOWN
from policies.rules.iam.bucket_name_pattern import bucket_name_pattern
from tests.support.builders import allow, policy_text, role, role_policy
from tests.support.findings import run_rule

READER = role("r")


def may(*resources, action="s3:GetObject"):
    return [READER, role_policy("p", READER, policy_text(allow(action, list(resources))))]


FAULT = ["policy, statement 1 names arn:aws:s3:::orders*: all buckets that begin orders"]

CASES = [
    ("no policy", [READER], []),
    ("the objects", may("arn:aws:s3:::orders/*"), []),
    ("without the slash", may("arn:aws:s3:::orders*"), FAULT),
    ("the bucket itself", may("arn:aws:s3:::orders", action="s3:ListBucket"), []),
    ("a family of names", may("arn:aws:s3:::shop-*"), []),
    ("a name inside a path", may("arn:aws:s3:::orders/2026*"), []),
    ("a policy variable", may("arn:aws:s3:::${aws:username}*"), []),
    ("every bucket is another rule's", may("arn:aws:s3:::*"), []),
    (
        "a denial",
        [
            READER,
            role_policy(
                "p",
                READER,
                policy_text({**allow("s3:*", "arn:aws:s3:::orders*"), "Effect": "Deny"}),
            ),
        ],
        [],
    ),
    (
        "unknown",
        [READER, role_policy("p", READER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_bucket_name_pattern(name, resources, expected):
    assert run_rule(bucket_name_pattern, resources) == expected
