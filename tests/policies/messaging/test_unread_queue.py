import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.unread_queue import unread_queue
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

JOBS = queue("jobs")
KNOWN = queue("jobs", arn=arn("sqs", "jobs"))
ROLE = role("reader")
NOBODY = ["has no consumer in this stack"]


def may(action, to):
    return role_policy("p", ROLE, policy_text(allow(action, to)))


CASES = [
    ("nothing there", [], []),
    ("nobody", [JOBS], NOBODY),
    ("a function", [JOBS, mapping("m", source=JOBS, target=function("f"))], []),
    ("a pipe", [JOBS, resource("aws:pipes/pipe:Pipe", "p", source=JOBS)], []),
    (
        "a dead-letter queue",
        [
            JOBS,
            queue("work", redrivePolicy=UNKNOWN, deps={"redrivePolicy": [JOBS]}),
            mapping("m", source=queue("work"), target=function("f")),
        ],
        [],
    ),
    ("a worker's role", [KNOWN, ROLE, may("sqs:ReceiveMessage", arn("sqs", "jobs"))], []),
    ("a role that sends", [KNOWN, ROLE, may("sqs:SendMessage", arn("sqs", "jobs"))], NOBODY),
    ("a role for another queue", [KNOWN, ROLE, may("sqs:*", arn("sqs", "other"))], NOBODY),
    (
        "exported",
        [KNOWN, resource("pulumi:pulumi:Stack", "s", jobs=arn("sqs", "jobs"))],
        [],
    ),
    (
        "shared by its policy",
        [queue("jobs", policy=policy_text(allow("sqs:ReceiveMessage", Principal="*")))],
        [],
    ),
    (
        "policy unknown",
        [JOBS, ROLE, role_policy("p", ROLE, UNKNOWN, deps={"policy": [JOBS]})],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unread_queue(name, resources, expected):
    assert run_rule(unread_queue, resources) == expected
