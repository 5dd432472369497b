import pytest

from policies.core import UNKNOWN
from policies.rules.iam.literal_wildcard import literal_wildcard
from tests.support.builders import allow, component, grant, policy_text, role, role_policy
from tests.support.findings import run_rule

WORKER = role("worker-role")
ANY_BUS = "arn:aws:events:*:123456789012:rule/*"


def policy(**condition):
    text = policy_text(allow("sqs:SendMessage", "*", Condition=condition))
    return [WORKER, role_policy("p", WORKER, text)]


def trusted(**condition):
    who = {"Service": "events.amazonaws.com"}
    statement = allow("sts:AssumeRole", None, Principal=who, Condition=condition)
    return [role("r", assumeRolePolicy=policy_text(statement))]


CASES = [
    ("no condition", [WORKER], []),
    ("a pattern as a pattern", trusted(ArnLike={"aws:SourceArn": ANY_BUS}), []),
    (
        "ArnEquals knows wildcards",
        trusted(ArnEquals={"aws:SourceArn": ANY_BUS}),
        [],
    ),
    (
        "a pattern as a text",
        trusted(StringEquals={"aws:SourceArn": ANY_BUS}),
        [f"assumeRolePolicy, statement 1: StringEquals compares aws:SourceArn with {ANY_BUS}"],
    ),
    (
        "one of several",
        policy(**{"ForAnyValue:StringNotEquals": {"aws:PrincipalArn": ["a", "b*"]}}),
        ["policy, statement 1: ForAnyValue:StringNotEquals compares aws:PrincipalArn with b*"],
    ),
    ("a star itself", policy(StringEquals={"s3:prefix": "${*}"}), []),
    (
        "granted",
        [
            around := component(
                "c",
                grants=[grant("s3:ListBucket", condition={"StringEquals": {"s3:prefix": "in/*"}})],
            ),
            role_policy("p", WORKER, UNKNOWN, parent=around),
        ],
        ["policy, statement 1: StringEquals compares s3:prefix with in/*"],
    ),
    ("unknown value", policy(StringEquals={"aws:SourceAccount": "123456789012"}), []),
    (
        "unknown",
        [role("r", assumeRolePolicy=UNKNOWN)],
        ["undecided: assumeRolePolicy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_literal_wildcard(name, resources, expected):
    assert run_rule(literal_wildcard, resources) == expected
