import pytest

from policies.core import UNKNOWN
from policies.rules.workflows.express_without_logs import express_without_logs
from tests.support.builders import resource
from tests.support.findings import run_rule


def machine(kind="EXPRESS", **logging):
    settings = {"loggingConfiguration": logging} if logging else {}
    return resource("aws:sfn/stateMachine:StateMachine", "open", type=kind, **settings)


CASES = [
    ("nothing there", [], []),
    ("no logs", [machine()], ["is EXPRESS and logs nothing"]),
    ("switched off", [machine(level="OFF")], ["is EXPRESS and logs nothing"]),
    ("errors", [machine(level="ERROR")], []),
    ("a STANDARD one has a history", [machine("STANDARD")], []),
    ("STANDARD is the default", [machine(None)], []),
    (
        "level unknown",
        [machine(level=UNKNOWN)],
        ["undecided: loggingConfiguration.level is not known at preview"],
    ),
    ("type unknown", [machine(UNKNOWN)], ["undecided: type is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_express_without_logs(name, resources, expected):
    assert run_rule(express_without_logs, resources) == expected
