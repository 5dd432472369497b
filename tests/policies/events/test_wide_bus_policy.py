import pytest

from policies.core import UNKNOWN
from policies.rules.events.wide_bus_policy import wide_bus_policy
from tests.support.builders import allow, environment, policy_text, resource
from tests.support.findings import run_rule

OWN = environment(account="123456789012")
OTHER = {"AWS": "210987654321"}


def access(actions, principal=OTHER, **rest):
    text = policy_text(allow(actions, "*", Principal=principal, **rest))
    return resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", policy=text)


MORE = ["policy, statement 1 lets 210987654321 call events:PutRule, events:PutTargets"]
CREATOR = {"events:creatorAccount": "${aws:PrincipalAccount}"}
NOT_CLEAR = ["undecided: policy names somebody; which accounts are one's own is not known"]

CASES = [
    ("nothing there", [OWN], []),
    ("puts only", [OWN, access("events:PutEvents")], []),
    (
        "more",
        [OWN, access(["events:PutEvents", "events:PutRule", "events:PutTargets"])],
        MORE,
    ),
    (
        "everything, by everybody",
        [OWN, access("events:*", "*")],
        ["policy, statement 1 lets everybody call events:*"],
    ),
    (
        "rules of their own",
        [OWN, access("events:PutRule", Condition={"StringEqualsIfExists": CREATOR})],
        [],
    ),
    ("none that is new", [OWN, access("events:PutRule", Condition={"StringEquals": CREATOR})], []),
    (
        "rules of all others",
        [
            OWN,
            access(["events:PutRule", "events:PutTargets"], Condition={"StringNotEquals": CREATOR}),
        ],
        MORE,
    ),
    ("one's own account", [OWN, access("events:*", {"AWS": "123456789012"})], []),
    (
        "a permission",
        [
            OWN,
            resource(
                "aws:cloudwatch/eventPermission:EventPermission",
                "p",
                principal="210987654321",
                action="events:PutEvents",
            ),
        ],
        [],
    ),
    ("one's own account unknown", [access("events:PutRule")], NOT_CLEAR),
    (
        "unknown",
        [OWN, resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", policy=UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_wide_bus_policy(name, resources, expected):
    assert run_rule(wide_bus_policy, resources) == expected
