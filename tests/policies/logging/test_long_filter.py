import pytest

from policies.core import UNKNOWN
from policies.rules.logging.long_filter import long_filter
from tests.support.builders import resource
from tests.support.findings import run_rule


def subscription(pattern):
    return resource(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "s", filterPattern=pattern
    )


def metric(pattern):
    return resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "m", pattern=pattern)


FAULT = ["its pattern has 1025 characters of 1024"]

CASES = [
    ("nothing there", [], []),
    ("all lines", [subscription("")], []),
    ("as long as may be", [subscription("x" * 1024)], []),
    ("too long", [subscription("x" * 1025)], FAULT),
    ("too long for a metric", [metric("x" * 1025)], FAULT),
    ("unknown", [metric(UNKNOWN)], ["undecided: pattern is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_long_filter(name, resources, expected):
    assert run_rule(long_filter, resources) == expected
