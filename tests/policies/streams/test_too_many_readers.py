import pytest

from policies.core import UNKNOWN
from policies.rules.streams.too_many_readers import too_many_readers
from tests.support.builders import arn, function, mapping, resource
from tests.support.findings import run_rule

CLICKS = resource("aws:kinesis/stream:Stream", "clicks", arn=arn("kinesis", "stream/clicks"))
ORDERS = resource("aws:dynamodb/table:Table", "orders")
FAN_OUT = resource("aws:kinesis/streamConsumer:StreamConsumer", "c", streamArn=CLICKS)


def reader(name, source=CLICKS, **props):
    return mapping(name, source=source, target=function(name), **props)


def pipe(name, source=CLICKS):
    return resource("aws:pipes/pipe:Pipe", name, source=source)


CASES = [
    ("nothing there", [], []),
    ("two", [CLICKS, reader("a"), reader("b")], []),
    (
        "three",
        [CLICKS, reader("a"), reader("b"), pipe("c")],
        ["has 3 readers on each shard: a, b, c"],
    ),
    (
        "three of a table",
        [ORDERS, reader("a", ORDERS), reader("b", ORDERS), pipe("c", ORDERS)],
        ["has 3 readers on each shard: a, b, c"],
    ),
    ("one is off", [CLICKS, reader("a"), reader("b"), reader("c", enabled=False)], []),
    ("one has its own lane", [CLICKS, FAN_OUT, reader("a"), reader("b"), reader("c", FAN_OUT)], []),
    ("another stream", [CLICKS, ORDERS, reader("a"), reader("b"), reader("c", ORDERS)], []),
    ("a source that is unknown", [CLICKS, reader("a"), reader("b"), reader("c", UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_too_many_readers(name, resources, expected):
    assert run_rule(too_many_readers, resources) == expected
