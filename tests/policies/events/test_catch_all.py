import pytest

from policies.core import UNKNOWN
from policies.rules.events.catch_all import catch_all
from tests.support.builders import function, resource
from tests.support.findings import run_rule

WORKER = function("worker")
STREAM = resource("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "audit")


def listening(pattern, to=WORKER):
    listens = resource("aws:cloudwatch/eventRule:EventRule", "r", eventPattern=pattern)
    target = resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule=listens, arn=to)
    return [WORKER, STREAM, listens, target]


ALL = ["matches every event and starts t"]

CASES = [
    ("nothing there", [], []),
    ("a source", listening('{"source": ["shop"]}'), []),
    ("a type", listening('{"detail-type": ["Paid"]}'), []),
    ("the account", listening('{"account": ["123456789012"]}'), ALL),
    ("nothing at all", listening("{}"), ALL),
    ("one of two ways is open", listening('{"$or": [{"source": ["a"]}, {"region": ["b"]}]}'), ALL),
    ("a schedule", listening(None), []),
    ("no JSON is another rule's", listening("{"), []),
    ("a record of everything", listening("{}", STREAM), []),
    (
        "such a record by its ARN",
        listening("{}", "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/all"),
        [],
    ),
    (
        "unknown",
        listening(UNKNOWN),
        ["undecided: eventPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_catch_all(name, resources, expected):
    assert run_rule(catch_all, resources) == expected
