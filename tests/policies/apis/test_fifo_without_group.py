import pytest

from policies.core import UNKNOWN
from policies.rules.apis.fifo_without_group import fifo_without_group
from tests.support.apis import http_integration
from tests.support.builders import queue
from tests.support.findings import run_rule

JOBS = queue("jobs", fifoQueue=True)
PLAIN = queue("plain")


def send(to, **more):
    return http_integration("SQS-SendMessage", request={"QueueUrl": to, **more})


CASES = [
    ("nothing there", [], []),
    ("no group", [JOBS, send(JOBS)], ["sends to the FIFO queue jobs without MessageGroupId"]),
    ("with a group", [JOBS, send(JOBS, MessageGroupId="$request.header.x-group")], []),
    ("a group that is unknown is one", [JOBS, send(JOBS, MessageGroupId=UNKNOWN)], []),
    ("a standard queue", [PLAIN, send(PLAIN)], []),
    (
        "a queue of another stack, by its name",
        [send("https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo")],
        ["sends to a FIFO queue without MessageGroupId"],
    ),
    ("receiving", [JOBS, http_integration("SQS-ReceiveMessage", request={"QueueUrl": JOBS})], []),
    (
        "kind of queue unknown",
        [queue("jobs", fifoQueue=UNKNOWN), send(queue("jobs", fifoQueue=UNKNOWN))],
        ["undecided: fifoQueue is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_fifo_without_group(name, resources, expected):
    assert run_rule(fifo_without_group, resources) == expected
