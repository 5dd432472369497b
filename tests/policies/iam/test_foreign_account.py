import pytest

from policies.core import UNKNOWN
from policies.rules.iam.foreign_account import foreign_account
from tests.support.builders import allow, arn, environment, policy_text, queue, resource
from tests.support.findings import run_rule

HOME = environment("test", account="123456789012")
JOBS = queue("jobs")
THERE = "arn:aws:iam::999988887777:role/shop"


def access(text):
    return resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=JOBS, policy=text)


def sent_by(principal, **rest):
    who = {"AWS": principal}
    return access(policy_text(allow("sqs:SendMessage", arn("sqs", "j"), Principal=who, **rest)))


CASES = [
    ("no policy", [HOME, JOBS], []),
    (
        "a role elsewhere",
        [HOME, sent_by(THERE)],
        [f"policy, statement 1 lets account 999988887777 in: {THERE}"],
    ),
    ("a role of the account", [HOME, sent_by("arn:aws:iam::123456789012:role/shop")], []),
    ("denied", [HOME, sent_by(THERE, Effect="Deny")], []),
    ("everybody is another rule's", [HOME, sent_by("*")], []),
    (
        "a function for an account",
        [
            HOME,
            resource(
                "aws:lambda/permission:Permission",
                "p",
                action="lambda:InvokeFunction",
                principal="999988887777",
            ),
        ],
        ["principal lets account 999988887777 in: 999988887777"],
    ),
    (
        "the stack's own account unknown",
        [sent_by(THERE)],
        ["undecided: policy names account 999988887777; the stack does not show its own"],
    ),
    ("unknown", [HOME, access(UNKNOWN)], ["undecided: policy is not known at preview"]),
]


def test_known_accounts_need_no_mention():
    foreign_account.configure({"accounts": ["999988887777"]})
    try:
        assert run_rule(foreign_account, [HOME, sent_by(THERE)]) == []
    finally:
        foreign_account.configure({})


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_foreign_account(name, resources, expected):
    assert run_rule(foreign_account, resources) == expected
