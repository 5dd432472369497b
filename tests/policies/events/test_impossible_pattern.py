import pytest

from policies.core import UNKNOWN
from policies.rules.events.impossible_pattern import impossible_pattern
from tests.support.builders import resource
from tests.support.findings import run_rule


def listening(pattern, **props):
    return [resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern, **props)]


EMPTY = '{"source": []}'
RANGE = '{"detail": {"n": [{"numeric": [">", 5, "<", 3]}]}}'

CASES = [
    ("nothing there", [], []),
    ("a schedule", listening(None, scheduleExpression="rate(1 day)"), []),
    ("a source", listening('{"source": ["shop"], "detail": {"kind": [{"prefix": "a"}]}}'), []),
    ("no value", listening(EMPTY), [f"no event matches {EMPTY}"]),
    ("an empty range", listening(RANGE), [f"no event matches {RANGE}"]),
    (
        "a value that is no list",
        listening('{"source": "shop"}'),
        ["eventPattern is no pattern: source is not a list"],
    ),
    ("a list", listening("[]"), ["eventPattern is not an object"]),
    ("an operator of tomorrow", listening('{"source": [{"like": "x"}]}'), []),
    (
        "unknown",
        listening(UNKNOWN),
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_impossible_pattern(name, resources, expected):
    assert run_rule(impossible_pattern, resources) == expected
