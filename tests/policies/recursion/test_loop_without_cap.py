import pytest

from policies.core import UNKNOWN
from policies.rules.recursion.loop_without_cap import loop_without_cap
from tests.support.builders import function, recursion, resource
from tests.support.findings import run_rule

WORKER = function("worker")
OPEN = "may loop and has neither reserved concurrency nor an alarm on how often it runs"


def alarm(metric, of=WORKER):
    return resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        metricName=metric,
        dimensions={"FunctionName": of},
    )


CASES = [
    ("nothing there", [], []),
    ("may not loop", [WORKER, recursion("worker")], []),
    ("may loop", [WORKER, recursion("worker", "Allow")], [OPEN]),
    (
        "with reserved concurrency",
        [function("worker", reservedConcurrentExecutions=2), recursion("worker", "Allow")],
        [],
    ),
    (
        "with an alarm on invocations",
        [WORKER, alarm("Invocations"), recursion("worker", "Allow")],
        [],
    ),
    ("with an alarm on errors", [WORKER, alarm("Errors"), recursion("worker", "Allow")], [OPEN]),
    (
        "with an alarm for another",
        [
            WORKER,
            function("other"),
            alarm("Invocations", function("other")),
            recursion("worker", "Allow"),
        ],
        [OPEN],
    ),
    ("a function of another stack", [recursion("worker", "Allow")], []),
    (
        "concurrency unknown",
        [function("worker", reservedConcurrentExecutions=UNKNOWN), recursion("worker", "Allow")],
        ["undecided: reservedConcurrentExecutions is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_loop_without_cap(name, resources, expected):
    assert run_rule(loop_without_cap, resources) == expected
