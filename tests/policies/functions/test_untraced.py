import pytest

from policies.core import UNKNOWN
from policies.rules.functions.untraced import untraced
from tests.support.builders import function, resource
from tests.support.findings import run_rule

LIT = function("lit", tracingConfig={"mode": "Active"})
DARK = function("dark")
ENDS = "traces nothing, in a stack that traces"

CASES = [
    ("nothing there", [], []),
    ("nobody traces", [DARK], []),
    ("all trace", [LIT], []),
    ("another function traces", [LIT, DARK], [ENDS]),
    (
        "its API traces",
        [DARK, resource("aws:apigateway/stage:Stage", "s", xrayTracingEnabled=True)],
        [ENDS],
    ),
    (
        "its API does not",
        [DARK, resource("aws:apigateway/stage:Stage", "s", xrayTracingEnabled=False)],
        [],
    ),
    (
        "passes on what it is given",
        [LIT, function("dark", tracingConfig={"mode": "PassThrough"})],
        [ENDS],
    ),
    (
        "unknown",
        [function("f", tracingConfig={"mode": UNKNOWN})],
        ["undecided: tracingConfig.mode is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_untraced(name, resources, expected):
    assert run_rule(untraced, resources) == expected
