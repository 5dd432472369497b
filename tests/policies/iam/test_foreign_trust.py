import pytest

from policies.core import UNKNOWN
from policies.rules.iam.foreign_trust import foreign_trust
from tests.support.builders import allow, arn, environment, policy_text, queue, role
from tests.support.findings import run_rule

HOME = environment("test", account="123456789012")
THERE = "arn:aws:iam::999988887777:root"


def trusted(principal, **rest):
    text = policy_text(allow("sts:AssumeRole", None, Principal={"AWS": principal}, **rest))
    return role("r", assumeRolePolicy=text)


CASES = [
    ("a service", [HOME, role("r")], []),
    (
        "another account",
        [HOME, trusted(THERE)],
        ["assumeRolePolicy, statement 1 trusts all of account 999988887777"],
    ),
    (
        "another account by its id",
        [HOME, trusted("999988887777")],
        ["assumeRolePolicy, statement 1 trusts all of account 999988887777"],
    ),
    (
        "with an external id",
        [HOME, trusted(THERE, Condition={"StringEquals": {"sts:ExternalId": "7"}})],
        [],
    ),
    ("one role there", [HOME, trusted("arn:aws:iam::999988887777:role/deploy")], []),
    ("the own account", [HOME, trusted("arn:aws:iam::123456789012:root")], []),
    (
        "the own account, from an ARN",
        [queue("jobs", arn=arn("sqs", "jobs")), trusted("arn:aws:iam::123456789012:root")],
        [],
    ),
    (
        "the stack's own account unknown",
        [trusted(THERE)],
        ["undecided: assumeRolePolicy names account 999988887777; the stack does not show its own"],
    ),
    (
        "unknown",
        [HOME, role("r", assumeRolePolicy=UNKNOWN)],
        ["undecided: assumeRolePolicy is not known at preview"],
    ),
]


def test_accounts_of_the_same_owner_may_be_trusted():
    foreign_trust.configure({"accounts": ["999988887777"]})
    try:
        assert run_rule(foreign_trust, [HOME, trusted(THERE)]) == []
    finally:
        foreign_trust.configure({})


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_foreign_trust(name, resources, expected):
    assert run_rule(foreign_trust, resources) == expected
