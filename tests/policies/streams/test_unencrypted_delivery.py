import pytest

from policies.core import UNKNOWN
from policies.rules.streams.unencrypted_delivery import unencrypted_delivery
from tests.support.builders import resource
from tests.support.delivery import delivery
from tests.support.findings import run_rule

ON = {"serverSideEncryption": {"enabled": True}}
READS = {"kinesisSourceConfiguration": {"kinesisStreamArn": UNKNOWN}}
TOPIC = {"mskSourceConfiguration": {"topicName": "clicks"}}
OPEN = ["has no serverSideEncryption for what producers put"]
REFUSED = ["has serverSideEncryption, which AWS refuses where it reads a stream or topic"]

CASES = [
    ("nothing there", [], []),
    ("the default", [delivery("audit")], OPEN),
    ("off", [delivery("audit", props={"serverSideEncryption": {"enabled": False}})], OPEN),
    ("on", [delivery("audit", props=ON)], []),
    ("to an HTTP endpoint", [delivery("audit", to="httpEndpoint")], OPEN),
    ("reads a stream", [delivery("audit", props=READS)], []),
    ("reads Kafka", [delivery("audit", props=TOPIC)], []),
    ("reads a stream, and on", [delivery("audit", props={**ON, **READS})], REFUSED),
    ("another kind of stream", [resource("aws:kinesis/stream:Stream", "clicks")], []),
    (
        "unknown",
        [delivery("audit", props={"serverSideEncryption": UNKNOWN})],
        ["undecided: serverSideEncryption.enabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unencrypted_delivery(name, resources, expected):
    assert run_rule(unencrypted_delivery, resources) == expected
