import pytest

from policies.core import UNKNOWN
from policies.rules.streams.throttled_shards import throttled_shards
from tests.support.builders import arn, function, mapping, queue, resource
from tests.support.findings import run_rule


def reads(reserved=None, shards=None, source=None, **props):
    worker = function("worker", reservedConcurrentExecutions=reserved)
    clicks = resource("aws:kinesis/stream:Stream", "clicks", shardCount=shards)
    return [worker, clicks, mapping("m", source=source or clicks, target=worker, **props)]


CASES = [
    ("nothing there", [], []),
    ("the default", reads(), []),
    ("nothing reserved", reads(shards=8, parallelizationFactor=10), []),
    ("more shards", reads(4, 5), ["reads in 5 lanes at once, worker runs 4"]),
    (
        "more lanes",
        reads(9, 2, parallelizationFactor=5),
        ["reads in 10 lanes at once, worker runs 9"],
    ),
    ("just enough", reads(10, 2, parallelizationFactor=5), []),
    ("on demand", reads(2, parallelizationFactor=3), ["reads in 3 lanes at once, worker runs 2"]),
    ("switched off", reads(4, 5, enabled=False), []),
    (
        "a stream of another stack",
        reads(2, source=arn("kinesis", "stream/far"), parallelizationFactor=3),
        ["reads in 3 lanes at once, worker runs 2"],
    ),
    ("a queue", [queue("jobs"), *reads(1, source=queue("jobs"))], []),
    (
        "a function of another stack",
        [
            mapping(
                "m", source=arn("kinesis", "stream/clicks"), target=arn("lambda", "function:far")
            )
        ],
        [],
    ),
    ("unknown", reads(4, UNKNOWN), ["undecided: shardCount is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_throttled_shards(name, resources, expected):
    assert run_rule(throttled_shards, resources) == expected
