import pytest

from policies.core import UNKNOWN
from policies.rules.functions.refused_batch import refused_batch
from tests.support.builders import arn, function, mapping, queue, resource
from tests.support.findings import run_rule

JOBS, FIFO = queue("jobs"), queue("orders", fifoQueue=True)
STREAM = resource("aws:kinesis/stream:Stream", "clicks")
FAR, FAR_FIFO = arn("sqs", "far"), arn("sqs", "far.fifo")


def polls(source, size=None, wait=None):
    more = {"batchSize": size, "maximumBatchingWindowInSeconds": wait}
    return mapping("poll", source=source, target=function("worker"), **more)


CASES = [
    ("nothing there", [], []),
    ("the default", [JOBS, polls(JOBS)], []),
    ("ten at once", [JOBS, polls(JOBS, 10)], []),
    ("many at once", [JOBS, polls(JOBS, 100)], ["asks for batches of 100 messages with no window"]),
    ("many, waited for", [JOBS, polls(JOBS, 100, 1)], []),
    ("many of a queue of elsewhere", [polls(FAR, 100)],
     ["asks for batches of 100 messages with no window"]),
    ("FIFO", [FIFO, polls(FIFO, 10)], []),
    ("many of a FIFO queue", [FIFO, polls(FIFO, 11)],
     ["asks for 11 messages of orders, a FIFO queue: 1 to 10"]),
    ("a window for a FIFO queue", [polls(FAR_FIFO, 10, 5)],
     ["waits 5 s for batches of far.fifo, a FIFO queue"]),
    ("a window of nothing for a FIFO queue", [FIFO, polls(FIFO, 10, 0)], []),
    ("a stream", [STREAM, polls(STREAM, 500)], []),
    ("unknown size", [JOBS, polls(JOBS, UNKNOWN)],
     ["undecided: batchSize is not known at preview"]),
    ("unknown window", [JOBS, polls(JOBS, 100, UNKNOWN)],
     ["undecided: maximumBatchingWindowInSeconds is not known at preview"]),
    ("unknown window, small batches", [JOBS, polls(JOBS, 10, UNKNOWN)], []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_refused_batch(name, resources, expected):
    assert run_rule(refused_batch, resources) == expected
