import pytest

from policies.core import UNKNOWN
from policies.rules.events.target_without_role import target_without_role
from tests.support.builders import arn, environment, function, queue, resource
from tests.support.findings import run_rule

STEPS = resource("aws:sfn/stateMachine:StateMachine", "steps")


def target(to, **props):
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=to, **props)


CASES = [
    ("nothing there", [], []),
    ("a function needs none", [function("f"), target(function("f"))], []),
    ("a queue needs none", [queue("q"), target(queue("q"))], []),
    ("a state machine", [STEPS, target(STEPS)], ["starts a state machine and has no roleArn"]),
    ("with its role", [STEPS, target(STEPS, roleArn=UNKNOWN)], []),
    (
        "by ARN",
        [target(arn("firehose", "deliverystream/audit"))],
        ["starts a Firehose stream and has no roleArn"],
    ),
    (
        "an API destination",
        [target(arn("events", "api-destination/hook/1"))],
        ["starts an API destination and has no roleArn"],
    ),
    ("another bus", [target(arn("events", "event-bus/shop"))], []),
    (
        "another bus of the account",
        [environment(account="123456789012"), target(arn("events", "event-bus/shop"))],
        [],
    ),
    (
        "a bus of another account",
        [environment(account="210987654321"), target(arn("events", "event-bus/shop"))],
        ["starts a bus of another account and has no roleArn"],
    ),
    ("unknown", [target(UNKNOWN)], ["undecided: arn is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_target_without_role(name, resources, expected):
    assert run_rule(target_without_role, resources) == expected
