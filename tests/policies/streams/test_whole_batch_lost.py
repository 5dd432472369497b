import pytest

from policies.core import UNKNOWN
from policies.rules.streams.whole_batch_lost import whole_batch_lost
from tests.support.builders import arn, function, mapping, queue, resource
from tests.support.findings import run_rule

WORKER = function("worker")
CLICKS = resource("aws:kinesis/stream:Stream", "clicks")
ORDERS = resource("aws:dynamodb/table:Table", "orders")
LOST = ["gives up on whole batches: it neither splits them nor reports"]


def reads(source, **props):
    limit = {"maximumRetryAttempts": 3, **props}
    return [CLICKS, ORDERS, WORKER, mapping("m", source=source, target=WORKER, **limit)]


CASES = [
    ("nothing there", [], []),
    ("the default never gives up", reads(CLICKS, maximumRetryAttempts=None), []),
    ("gives up", reads(CLICKS), LOST),
    ("of a table", reads(ORDERS), LOST),
    ("by ARN", reads(arn("kinesis", "stream/clicks")), LOST),
    ("gives up by age", reads(CLICKS, maximumRetryAttempts=-1, maximumRecordAgeInSeconds=60), LOST),
    ("splits", reads(CLICKS, bisectBatchOnFunctionError=True), []),
    ("reports", reads(CLICKS, functionResponseTypes=["ReportBatchItemFailures"]), []),
    ("one record at a time", reads(CLICKS, batchSize=1), []),
    ("a queue", [queue("jobs"), *reads(queue("jobs"))], []),
    ("source unknown", reads(UNKNOWN), ["undecided: eventSourceArn is not known at preview"]),
    (
        "splitting unknown",
        reads(CLICKS, bisectBatchOnFunctionError=UNKNOWN),
        ["undecided: bisectBatchOnFunctionError is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_whole_batch_lost(name, resources, expected):
    assert run_rule(whole_batch_lost, resources) == expected
