import pytest

from policies.core import UNKNOWN
from policies.rules.iam.key_full_access import key_full_access
from tests.support.builders import allow, environment, policy_text, resource
from tests.support.findings import run_rule

HOME = environment("test", account="123456789012")
THERE = "arn:aws:iam::999988887777:root"
ROOT = "arn:aws:iam::123456789012:root"


def key(principal, actions="kms:*", **rest):
    text = policy_text(allow(actions, Principal=principal, **rest))
    return [HOME, resource("aws:kms/key:Key", "k", policy=text)]


CASES = [
    ("no policy", [HOME, resource("aws:kms/key:Key", "k")], []),
    ("its own account", key({"AWS": ROOT}), []),
    ("an administrator", key({"AWS": "arn:aws:iam::123456789012:role/admin"}), []),
    (
        "another account",
        key({"AWS": THERE}),
        [f"policy, statement 1 allows {THERE} kms:*"],
    ),
    ("another account decrypts", key({"AWS": THERE}, ["kms:Decrypt", "kms:DescribeKey"]), []),
    (
        "a service",
        key({"Service": "sns.amazonaws.com"}, ["kms:Put*", "kms:Decrypt"]),
        ["policy, statement 1 allows sns.amazonaws.com kms:Put*"],
    ),
    (
        "a service decrypts",
        key({"Service": "sns.amazonaws.com"}, ["kms:Decrypt", "kms:GenerateDataKey*"]),
        [],
    ),
    ("denied", key({"AWS": THERE}, Effect="Deny"), []),
    ("not of a key", [HOME, resource("aws:sqs/queue:Queue", "q", policy="{")], []),
    (
        "own account unknown",
        key({"AWS": ROOT})[1:],
        ["undecided: policy names account 123456789012; the stack does not show its own"],
    ),
    (
        "unknown",
        [HOME, resource("aws:kms/key:Key", "k", policy=UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_full_access(name, resources, expected):
    assert run_rule(key_full_access, resources) == expected
