import pytest

from policies.core import UNKNOWN
from policies.rules.streams.endless_retry import endless_retry
from tests.support.builders import arn, function, mapping, queue, resource
from tests.support.findings import run_rule

WORKER = function("worker")
JOBS = queue("jobs")
CLICKS = resource("aws:kinesis/stream:Stream", "clicks")
ORDERS = resource("aws:dynamodb/table:Table", "orders")
FAILED = {"onFailure": {"destinationArn": arn("sqs", "failed")}}
STOPS = ["tries a batch that fails until its records expire"]
LOST = ["gives up on a batch, and nothing keeps its place"]


def reads(source, **props):
    return [CLICKS, ORDERS, JOBS, WORKER, mapping("m", source=source, target=WORKER, **props)]


CASES = [
    ("nothing there", [], []),
    ("the default", reads(CLICKS), STOPS),
    ("of a table", reads(ORDERS), STOPS),
    ("by ARN", reads(arn("kinesis", "stream/clicks")), STOPS),
    ("with a place for failures and no end", reads(CLICKS, destinationConfig=FAILED), STOPS),
    ("no end, spelt out", reads(CLICKS, maximumRetryAttempts=-1), STOPS),
    ("with retries", reads(CLICKS, maximumRetryAttempts=3, destinationConfig=FAILED), []),
    ("with no retry", reads(CLICKS, maximumRetryAttempts=0, destinationConfig=FAILED), []),
    ("with an age", reads(CLICKS, maximumRecordAgeInSeconds=60, destinationConfig=FAILED), []),
    ("with retries and no place", reads(CLICKS, maximumRetryAttempts=3), LOST),
    (
        "with a place that is not known yet",
        reads(CLICKS, maximumRetryAttempts=3, destinationConfig={"onFailure": UNKNOWN}),
        [],
    ),
    ("a queue", [queue("jobs"), *reads(queue("jobs"))], []),
    ("source unknown", reads(UNKNOWN), ["undecided: eventSourceArn is not known at preview"]),
    (
        "retries unknown",
        reads(CLICKS, maximumRetryAttempts=UNKNOWN),
        ["undecided: maximumRetryAttempts is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_endless_retry(name, resources, expected):
    assert run_rule(endless_retry, resources) == expected
