import json

import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.broken_definition import broken_definition
from tests.support.builders import component, resource
from tests.support.findings import run_rule

WORK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage"}


def machine(definition, **props):
    text = json.dumps(definition) if isinstance(definition, dict) else definition
    return resource("aws:sfn/stateMachine:StateMachine", "m", definition=text, **props)


def steps(start="A", **states):
    return [machine({"StartAt": start, "States": states})]


CHOICE = {
    "Type": "Choice",
    "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "B"}],
    "Default": "C",
}
INNER = {"StartAt": "X", "States": {"X": {**WORK, "Next": "Y"}}}

CASES = [
    ("nothing there", [], []),
    ("one step", steps(A={**WORK, "End": True}), []),
    ("two ways", steps(A=CHOICE, B={"Type": "Succeed"}, C={"Type": "Fail"}), []),
    (
        "a catch",
        steps(A={**WORK, "End": True, "Catch": [{"Next": "B"}]}, B={"Type": "Fail"}),
        [],
    ),
    (
        "a start that is missing",
        steps("Z", A={**WORK, "End": True}),
        ["StartAt names Z, which is no state", "nothing leads to A"],
    ),
    (
        "a step that is missing",
        steps(A={**WORK, "Next": "B"}),
        ["A leads to B, which is no state"],
    ),
    ("no end", steps(A=WORK), ["A has neither Next nor End"]),
    (
        "a step that nobody reaches",
        steps(A={**WORK, "End": True}, B={"Type": "Pass", "End": True}),
        ["nothing leads to B"],
    ),
    (
        "inside a branch",
        steps(A={"Type": "Parallel", "Branches": [INNER], "End": True}),
        ["X leads to Y, which is no state in A"],
    ),
    ("no states", [machine({})], ["has no States"]),
    ("no JSON", [machine("{")], ["undecided: definition is not JSON"]),
    ("unknown", [machine(UNKNOWN)], ["undecided: definition is not known at preview"]),
    (
        "unknown, but its component says it",
        [
            component("c", definition=json.dumps({"StartAt": "A", "States": {"A": WORK}})),
            machine(UNKNOWN, parent=component("c")),
        ],
        ["A has neither Next nor End"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_broken_definition(name, resources, expected):
    assert run_rule(broken_definition, resources) == expected
