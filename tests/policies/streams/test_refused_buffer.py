import pytest

from policies.core import UNKNOWN
from policies.rules.streams.refused_buffer import refused_buffer
from tests.support.builders import resource
from tests.support.delivery import DELIVERY_STREAM, delivery
from tests.support.findings import run_rule

PARQUET = {"dataFormatConversionConfiguration": {"schemaConfiguration": {}}}
OFF = {"dataFormatConversionConfiguration": {"enabled": False}}
KEYS = {"dynamicPartitioningConfiguration": {"enabled": True}}

CASES = [
    ("nothing there", [], []),
    ("no destination", [resource(DELIVERY_STREAM, "audit")], []),
    ("the default", [delivery("audit")], []),
    ("at the limits", [delivery("audit", bufferingSize=128, bufferingInterval=900)], []),
    ("no wait", [delivery("audit", bufferingInterval=0)], []),
    (
        "over both",
        [delivery("audit", bufferingSize=129, bufferingInterval=901)],
        ["buffers 129 MiB; AWS takes 1 to 128", "buffers 901 s; AWS takes 0 to 900"],
    ),
    (
        "over Splunk's",
        [delivery("audit", to="splunk", bufferingSize=6, bufferingInterval=61)],
        ["buffers 6 MiB; AWS takes 1 to 5", "buffers 61 s; AWS takes 0 to 60"],
    ),
    (
        "over an endpoint's",
        [delivery("audit", to="httpEndpoint", bufferingSize=65)],
        ["buffers 65 MiB; AWS takes 1 to 64"],
    ),
    (
        "converts with the default",
        [delivery("audit", **PARQUET)],
        ["converts records and buffers 5 MiB; AWS wants 64 or more for that"],
    ),
    (
        "partitions with little",
        [delivery("audit", bufferingSize=63, **KEYS)],
        ["partitions and buffers 63 MiB; AWS wants 64 or more for that"],
    ),
    ("converts and partitions", [delivery("audit", bufferingSize=64, **PARQUET, **KEYS)], []),
    ("conversion is off", [delivery("audit", **OFF)], []),
    (
        "unknown",
        [delivery("audit", bufferingSize=UNKNOWN)],
        ["undecided: extendedS3Configuration.bufferingSize is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_refused_buffer(name, resources, expected):
    assert run_rule(refused_buffer, resources) == expected
