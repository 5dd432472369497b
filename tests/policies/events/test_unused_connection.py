import pytest

from policies.core import UNKNOWN
from policies.rules.events.unused_connection import unused_connection
from tests.support.builders import function, resource
from tests.support.findings import run_rule

LOGIN = resource("aws:cloudwatch/eventConnection:EventConnection", "login")
HOOK = resource(
    "aws:cloudwatch/eventApiDestination:EventApiDestination", "hook", connectionArn=LOGIN
)
TARGET = resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=HOOK)
UNUSED = "is used by nothing in this stack"

CASES = [
    ("nothing there", [], []),
    ("both are used", [LOGIN, HOOK, TARGET], []),
    ("a connection alone", [LOGIN, function("f")], [UNUSED]),
    ("no rule sends there", [LOGIN, HOOK], [UNUSED]),
    (
        "a state machine calls with it",
        [LOGIN, resource("aws:sfn/stateMachine:StateMachine", "s", definition=LOGIN)],
        [],
    ),
    (
        "what is unknown names it",
        [
            LOGIN,
            resource(
                "aws:sfn/stateMachine:StateMachine",
                "s",
                definition=UNKNOWN,
                deps={"definition": [LOGIN]},
            ),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unused_connection(name, resources, expected):
    assert run_rule(unused_connection, resources) == expected
