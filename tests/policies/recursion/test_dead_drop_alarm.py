import pytest

from policies.core import UNKNOWN
from policies.rules.recursion.dead_drop_alarm import dead_drop_alarm
from tests.support.builders import function, recursion, resource
from tests.support.findings import run_rule

WORKER = function("worker")


def alarm(statistic="Sum", metric="RecursiveInvocationsDropped", of=WORKER):
    return resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        namespace="AWS/Lambda",
        metricName=metric,
        statistic=statistic,
        dimensions={"FunctionName": of} if of else None,
    )


CASES = [
    ("nothing there", [], []),
    ("the sum", [WORKER, alarm()], []),
    (
        "the average",
        [WORKER, alarm("Average")],
        ["takes the Average of RecursiveInvocationsDropped: one drop is lost"],
    ),
    ("the average of something else", [WORKER, alarm("Average", "Duration")], []),
    (
        "a function that may loop",
        [WORKER, recursion("worker", "Allow"), alarm()],
        ["watches worker, which may loop: Lambda drops nothing of it"],
    ),
    ("a function that may not", [WORKER, recursion("worker"), alarm()], []),
    ("all functions together", [WORKER, recursion("worker", "Allow"), alarm(of=None)], []),
    (
        "another function that may",
        [WORKER, function("other"), recursion("other", "Allow"), alarm()],
        [],
    ),
    (
        "statistic unknown",
        [WORKER, alarm(UNKNOWN)],
        ["undecided: statistic is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_dead_drop_alarm(name, resources, expected):
    assert run_rule(dead_drop_alarm, resources) == expected
