import pytest

from policies.core import UNKNOWN
from policies.rules.iam.padded_text import padded_text
from tests.support.builders import allow, policy_text, queue, resource, role, role_policy
from tests.support.findings import run_rule

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/shop"


def bus_policy(on, principal="123456789012", **rest):
    text = policy_text(allow("events:PutEvents", on, Principal={"AWS": principal}, **rest))
    return resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", policy=text)


CASES = [
    ("nothing there", [], []),
    ("as it should be", [bus_policy(BUS)], []),
    (
        "a blank behind",
        [bus_policy(f"{BUS} ")],
        [f"policy, statement 1 names '{BUS} '"],
    ),
    (
        "a line break before a principal",
        [bus_policy(BUS, "\n123456789012")],
        ["policy, statement 1 names '\\n123456789012'"],
    ),
    (
        "an action of a role",
        [role("r"), role_policy("p", role("r"), policy_text(allow(" sqs:SendMessage", BUS)))],
        ["policy, statement 1 names ' sqs:SendMessage'"],
    ),
    ("a value of a condition", [bus_policy(BUS, Condition={"StringEquals": {"a:b": "x "}})], []),
    (
        "unknown",
        [queue("q", policy=UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_padded_text(name, resources, expected):
    assert run_rule(padded_text, resources) == expected
