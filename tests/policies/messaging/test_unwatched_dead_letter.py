import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.unwatched_dead_letter import unwatched_dead_letter
from tests.support.builders import function, mapping, queue, resource
from tests.support.findings import run_rule

FAILED = queue("failed")
JOBS = queue("jobs", redrivePolicy=UNKNOWN, deps={"redrivePolicy": [FAILED]})
DARK = ["takes failed messages and has no alarm on its depth"]


def alarm(of, metric="ApproximateNumberOfMessagesVisible"):
    return resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "a",
        namespace="AWS/SQS",
        metricName=metric,
        dimensions={"QueueName": of},
    )


CASES = [
    ("nothing there", [], []),
    ("a queue of its own", [queue("jobs")], []),
    ("no alarm", [FAILED, JOBS], DARK),
    ("an alarm", [FAILED, JOBS, alarm(FAILED)], []),
    ("by name", [FAILED, JOBS, alarm("failed")], []),
    ("an alarm on its source", [FAILED, JOBS, alarm(JOBS)], DARK),
    ("an alarm on something else", [FAILED, JOBS, alarm(FAILED, "SentMessageSize")], DARK),
    (
        "an alarm over several metrics",
        [
            FAILED,
            JOBS,
            resource(
                "aws:cloudwatch/metricAlarm:MetricAlarm",
                "a",
                metricQueries=[{"metric": {"dimensions": {"QueueName": FAILED}}}],
            ),
        ],
        [],
    ),
    (
        "a function works on it",
        [FAILED, JOBS, mapping("m", source=FAILED, target=function("mend"))],
        [],
    ),
    ("dimension unknown", [FAILED, JOBS, alarm(UNKNOWN)], DARK),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unwatched_dead_letter(name, resources, expected):
    assert run_rule(unwatched_dead_letter, resources) == expected
