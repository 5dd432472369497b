import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.no_retry import no_retry
from tests.support.builders import resource
from tests.support.findings import run_rule

SEND = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": True}
AGAIN = [{"ErrorEquals": ["States.TaskFailed"]}]


def machine(definition):
    text = json.dumps(definition) if isinstance(definition, dict) else definition
    return resource("aws:sfn/stateMachine:StateMachine", "m", definition=text)


def steps(**states):
    return [machine({"StartAt": "A", "States": states})]


INNER = {"StartAt": "X", "States": {"X": SEND}}

CASES = [
    ("nothing there", [], []),
    ("neither", steps(A=SEND), ["A has neither Retry nor Catch"]),
    ("a retry", steps(A={**SEND, "Retry": AGAIN}), []),
    ("a catch", steps(A={**SEND, "Catch": [{"ErrorEquals": ["States.ALL"]}]}), []),
    ("an empty retry", steps(A={**SEND, "Retry": []}), ["A has neither Retry nor Catch"]),
    ("no task", steps(A={"Type": "Pass", "End": True}), []),
    (
        "inside a map",
        steps(A={"Type": "Map", "ItemProcessor": INNER, "End": True}),
        ["X has neither Retry nor Catch"],
    ),
    ("unknown", [machine(UNKNOWN)], ["undecided: definition is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_retry(name, resources, expected):
    assert run_rule(no_retry, resources) == expected
