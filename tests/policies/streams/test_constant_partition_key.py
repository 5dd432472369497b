import pytest

from policies.core import UNKNOWN
from policies.rules.streams.constant_partition_key import constant_partition_key
from tests.support.apis import http_integration
from tests.support.findings import run_rule


def put(key):
    return http_integration("Kinesis-PutRecord", request={"PartitionKey": key})


CASES = [
    ("nothing there", [], []),
    ("a constant", [put("MyPartition")], ["puts every record under the key MyPartition"]),
    ("from the request", [put("$request.body.device")], []),
    ("partly from the request", [put("device-${request.header.x-device}")], []),
    ("no key at all is another rule's", [http_integration("Kinesis-PutRecord")], []),
    ("another action", [http_integration("SQS-SendMessage", request={"PartitionKey": "x"})], []),
    (
        "key unknown",
        [put(UNKNOWN)],
        ["undecided: requestParameters.PartitionKey is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_constant_partition_key(name, resources, expected):
    assert run_rule(constant_partition_key, resources) == expected
