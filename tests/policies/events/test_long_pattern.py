import json

import pytest

from policies.core import UNKNOWN
from policies.rules.events.long_pattern import long_pattern
from tests.support.builders import resource
from tests.support.findings import run_rule


def rule(pattern):
    return resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern)


def pattern(length, indent=None):
    """A pattern of so many characters, without its white space."""
    fixed = len('{"source":[""]}')
    return json.dumps({"source": ["x" * (length - fixed)]}, indent=indent)


CASES = [
    ("nothing there", [], []),
    ("a schedule", [rule(None)], []),
    ("as long as may be", [rule(pattern(2048))], []),
    ("white space does not count", [rule(pattern(2048, indent=400))], []),
    ("too long", [rule(pattern(2049))], ["its pattern has 2049 characters of 2048"]),
    ("no JSON", [rule("{" * 2049)], ["its pattern has 2049 characters of 2048"]),
    ("unknown", [rule(UNKNOWN)], ["undecided: eventPattern is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_long_pattern(name, resources, expected):
    assert run_rule(long_pattern, resources) == expected


def test_a_higher_quota_can_be_set():
    long_pattern.configure({"characters": 4096})
    try:
        assert run_rule(long_pattern, [rule(pattern(2049))]) == []
    finally:
        long_pattern.configure({})
