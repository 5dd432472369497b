import pytest

from policies.core import UNKNOWN
from policies.rules.events.unlimited_destination import unlimited_destination
from tests.support.builders import resource
from tests.support.findings import run_rule


def destination(limit=None):
    kind = "aws:cloudwatch/eventApiDestination:EventApiDestination"
    return [resource(kind, "d", invocationRateLimitPerSecond=limit)]


CASES = [
    ("nothing there", [], []),
    (
        "the default",
        destination(),
        ["sets no invocationRateLimitPerSecond: it calls up to 300 times a second"],
    ),
    ("limited", destination(10), []),
    ("as fast as it goes, by choice", destination(300), []),
    (
        "unknown",
        destination(UNKNOWN),
        ["undecided: invocationRateLimitPerSecond is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unlimited_destination(name, resources, expected):
    assert run_rule(unlimited_destination, resources) == expected
