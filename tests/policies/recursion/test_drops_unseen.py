import pytest

from policies.core import UNKNOWN
from policies.rules.recursion.drops_unseen import drops_unseen
from tests.support.builders import (
    allow,
    arn,
    function,
    mapping,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

ROLE = role("worker-role")
JOBS = queue("jobs", arn=arn("sqs", "jobs"))
WORKER = function("worker", role=ROLE)
FED = [ROLE, JOBS, WORKER, mapping("m", source=JOBS, target=WORKER)]
SENDS = role_policy("p", ROLE, policy_text(allow("sqs:SendMessage", arn("sqs", "jobs"))))
READS = role_policy("p", ROLE, policy_text(allow("sqs:ReceiveMessage", arn("sqs", "jobs"))))
MORE = queue("more", arn=arn("sqs", "more"))
FED_MORE = [MORE, mapping("m2", source=MORE, target=WORKER)]
SENDS_BOTH = role_policy(
    "p", ROLE, policy_text(allow("sqs:SendMessage", [arn("sqs", "jobs"), arn("sqs", "more")]))
)


def alarm(metric):
    return resource("aws:cloudwatch/metricAlarm:MetricAlarm", "a", metricName=metric)


UNSEEN = [
    "Lambda would stop the loop through worker, but no alarm watches RecursiveInvocationsDropped"
]

CASES = [
    ("nothing there", [], []),
    ("no loop", [*FED, READS], []),
    ("a loop", [*FED, SENDS], UNSEEN),
    ("two loops of one function", [*FED, *FED_MORE, SENDS_BOTH], UNSEEN),
    ("with an alarm on something else", [*FED, SENDS, alarm("Errors")], UNSEEN),
    ("with the alarm", [*FED, SENDS, alarm("RecursiveInvocationsDropped")], []),
    (
        "a policy that is unknown shows no loop yet",
        [*FED, role_policy("p", ROLE, UNKNOWN, deps={"policy": [JOBS]})],
        [],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_drops_unseen(name, resources, expected):
    assert run_rule(drops_unseen, resources) == expected
