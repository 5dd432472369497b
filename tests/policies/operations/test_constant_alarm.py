import pytest

from policies.core import UNKNOWN
from policies.rules.operations.constant_alarm import constant_alarm
from tests.support.builders import resource
from tests.support.findings import run_rule


def alarm(comparison, threshold, namespace="AWS/Lambda"):
    return resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        namespace=namespace,
        metricName="Errors",
        comparisonOperator=comparison,
        threshold=threshold,
    )


CASES = [
    ("nothing there", [], []),
    (
        "0 or more",
        [alarm("GreaterThanOrEqualToThreshold", 0)],
        ["is on at 0 or more Errors, so always"],
    ),
    (
        "below 0",
        [alarm("LessThanThreshold", 0)],
        ["goes off below 0 Errors, so it never does"],
    ),
    ("more than 0", [alarm("GreaterThanThreshold", 0)], []),
    ("1 or more", [alarm("GreaterThanOrEqualToThreshold", 1)], []),
    ("0 or less tells of silence", [alarm("LessThanOrEqualToThreshold", 0)], []),
    ("a metric of one's own", [alarm("GreaterThanOrEqualToThreshold", 0, "Shop")], []),
    ("several metrics", [alarm("GreaterThanOrEqualToThreshold", 0, None)], []),
    ("a learnt band", [alarm("LessThanLowerOrGreaterThanUpperThreshold", None)], []),
    (
        "threshold unknown",
        [alarm("GreaterThanOrEqualToThreshold", UNKNOWN)],
        ["undecided: threshold is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_constant_alarm(name, resources, expected):
    assert run_rule(constant_alarm, resources) == expected
