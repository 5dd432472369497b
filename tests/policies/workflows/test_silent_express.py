import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.silent_express import silent_express
from tests.support.builders import arn, resource
from tests.support.findings import run_rule

ARN = arn("states", "stateMachine:steps")
SAID = ["waits for status events of steps, which is EXPRESS and sends none"]


def machine(kind="EXPRESS", **props):
    return resource("aws:sfn/stateMachine:StateMachine", "steps", **{"type": kind, **props})


def event_rule(pattern, **props):
    text = json.dumps(pattern) if isinstance(pattern, dict) else pattern
    return resource("aws:cloudwatch/eventRule:EventRule", "ended", eventPattern=text, **props)


def ended(of=ARN, **pattern):
    return event_rule({"source": ["aws.states"], "detail": {"stateMachineArn": [of]}, **pattern})


MADE = machine(arn=ARN)
CASES = [
    ("nothing there", [], []),
    ("an EXPRESS machine", [MADE, ended()], SAID),
    ("before it has an ARN",
     [machine(), event_rule(UNKNOWN, deps={"eventPattern": [machine()]})], SAID),
    ("a STANDARD machine", [machine("STANDARD", arn=ARN), ended()], []),
    ("no type", [machine(None, arn=ARN), ended()], []),
    ("its calls, by CloudTrail",
     [MADE, ended(**{"detail-type": ["AWS API Call via CloudTrail"]})], []),
    ("events of something else", [MADE, ended(source=["shop"])], []),
    ("another machine", [MADE, ended(arn("states", "stateMachine:other"))], []),
    ("all machines", [MADE, event_rule({"source": ["aws.states"]})], []),
    ("a schedule", [MADE, event_rule(None)], []),
    ("no pattern at all", [MADE, event_rule("[1]")], []),
    ("unknown type", [machine(UNKNOWN, arn=ARN), ended()],
     ["undecided: type is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_silent_express(name, resources, expected):
    assert run_rule(silent_express, resources) == expected
