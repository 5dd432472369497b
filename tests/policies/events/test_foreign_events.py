import pytest

from policies.core import UNKNOWN
from policies.rules.events.foreign_events import foreign_events
from tests.support.builders import allow, environment, policy_text, resource
from tests.support.findings import run_rule

OWN = environment(account="123456789012")
BUS = resource("aws:cloudwatch/eventBus:EventBus", "shop", name="shop")
OTHER = {"AWS": "arn:aws:iam::210987654321:root"}
OF_ORG = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
OF_OWN = {"StringEquals": {"aws:PrincipalAccount": "123456789012"}}
FAULT = ["lets others put any source, and the pattern of r has no account"]
NOT_CLEAR = "undecided: policy names somebody; which accounts are one's own is not known"


def rule(pattern: object = '{"source": ["orders"]}', bus: object = BUS, name="r", **props):
    return resource(
        "aws:cloudwatch/eventRule:EventRule", name, eventPattern=pattern, eventBusName=bus, **props
    )


def access(principal=OTHER, **rest):
    text = policy_text(allow("events:PutEvents", "*", Principal=principal, **rest))
    return resource(
        "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", eventBusName=BUS, policy=text
    )


def permission(principal):
    return resource(
        "aws:cloudwatch/eventPermission:EventPermission", "p", eventBusName=BUS, principal=principal
    )


CASES = [
    ("nothing there", [OWN], []),
    ("nobody else may put", [OWN, BUS, rule()], []),
    ("another account", [OWN, BUS, access(), rule()], FAULT),
    ("everybody of the organization", [OWN, BUS, access("*", Condition=OF_ORG), rule()], FAULT),
    (
        "everybody of one's own account",
        [OWN, BUS, access("*", Condition=OF_OWN), rule()],
        [],
    ),
    (
        "several rules behind one policy",
        [OWN, BUS, access(), rule(), rule(name="a"), rule(name="b")],
        ["lets others put any source, and the patterns of a and 2 more have no account"],
    ),
    ("by a permission", [OWN, BUS, permission("210987654321"), rule()], FAULT),
    ("one's own account", [OWN, BUS, access({"AWS": "123456789012"}), rule()], []),
    ("a service", [OWN, BUS, access({"Service": "scheduler.amazonaws.com"}), rule()], []),
    (
        "the accounts are listed",
        [OWN, BUS, access(), rule('{"source": ["orders"], "account": ["123456789012"]}')],
        [],
    ),
    (
        "only other sources may be put",
        [OWN, BUS, access(Condition={"StringEquals": {"events:source": "partner"}}), rule()],
        [],
    ),
    ("nobody can make up AWS's own", [OWN, BUS, access(), rule('{"source": ["aws.s3"]}')], []),
    ("a rule of another bus", [OWN, BUS, access(), rule(bus="default")], []),
    ("a rule that is switched off", [OWN, BUS, access(), rule(state="DISABLED")], []),
    ("a schedule", [OWN, BUS, access(), rule(None)], []),
    ("one's own account unknown", [BUS, access(), rule()], [NOT_CLEAR]),
    (
        "bus unknown",
        [
            OWN,
            resource("aws:cloudwatch/eventPermission:EventPermission", "p", eventBusName=UNKNOWN),
            rule(),
        ],
        ["undecided: eventBusName is not known at preview"],
    ),
    (
        "pattern unknown",
        [OWN, BUS, access(), rule(UNKNOWN)],
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_foreign_events(name, resources, expected):
    assert run_rule(foreign_events, resources) == expected
