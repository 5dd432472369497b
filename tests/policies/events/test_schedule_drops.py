import pytest

from policies.core import UNKNOWN
from policies.rules.events.schedule_drops import schedule_drops
from tests.support.builders import function, queue, resource
from tests.support.findings import run_rule

JOB, DEAD = function("job"), queue("dead")


def every_hour(target, **props):
    return [
        JOB,
        DEAD,
        resource("aws:scheduler/schedule:Schedule", "hourly", target=target, **props),
    ]


LOST = ["has no dead-letter queue for what fails"]
KEPT = {"arn": JOB, "roleArn": UNKNOWN, "deadLetterConfig": {"arn": DEAD}}

CASES = [
    ("nothing there", [], []),
    ("the default", every_hour({"arn": JOB}), LOST),
    ("an empty name", every_hour({"arn": JOB, "deadLetterConfig": {"arn": ""}}), LOST),
    (
        "with retries alone",
        every_hour({"arn": JOB, "retryPolicy": {"maximumRetryAttempts": 5}}),
        LOST,
    ),
    (
        "without a retry",
        every_hour({"arn": JOB, "retryPolicy": {"maximumRetryAttempts": 0}}),
        ["has no dead-letter queue for what fails and is tried once"],
    ),
    ("kept", every_hour(KEPT), []),
    ("kept, and tried once", every_hour({**KEPT, "retryPolicy": {"maximumRetryAttempts": 0}}), []),
    ("switched off", every_hour({"arn": JOB}, state="DISABLED"), []),
    ("unknown", every_hour(UNKNOWN), ["undecided: target is not known at preview"]),
    (
        "queue unknown",
        every_hour({"arn": JOB, "deadLetterConfig": UNKNOWN}),
        ["undecided: target.deadLetterConfig is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_schedule_drops(name, resources, expected):
    assert run_rule(schedule_drops, resources) == expected
