import json

import pytest

from policies.core import UNKNOWN
from policies.rules.apis.malformed_machine_arn import malformed_machine_arn
from tests.support.apis import rest_integration
from tests.support.findings import run_rule

RIGHT = "arn:aws:states:eu-west-1:123456789012:stateMachine:open"
STRAY = "arn:aws:states:eu-west-1:123456789012:stateMachine: open"


def start(text):
    template = json.dumps({"stateMachineArn": text}) if isinstance(text, str) else text
    return rest_integration(
        "states:StartExecution", requestTemplates={"application/json": template}
    )


CASES = [
    ("nothing there", [], []),
    ("an ARN", [start(RIGHT)], []),
    ("a stray space", [start(STRAY)], [f"'{STRAY}' is no state machine's ARN"]),
    (
        "an execution",
        [start(RIGHT.replace("stateMachine", "execution"))],
        ["'arn:aws:states:eu-west-1:123456789012:execution:open' is no state machine's ARN"],
    ),
    ("empty", [start("")], ["'' is no state machine's ARN"]),
    ("a stage variable", [start("$stageVariables.machine")], []),
    ("no machine named", [rest_integration("sqs:SendMessage")], []),
    (
        "template unknown",
        [start(UNKNOWN)],
        ["undecided: requestTemplates.application/json is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_malformed_machine_arn(name, resources, expected):
    assert run_rule(malformed_machine_arn, resources) == expected
