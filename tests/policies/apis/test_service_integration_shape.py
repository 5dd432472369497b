import pytest

from policies.core import UNKNOWN
from policies.rules.apis.service_integration_shape import incomplete_service_integration
from tests.support.apis import http_integration
from tests.support.findings import run_rule

GOOD = {"QueueUrl": "https://q", "MessageBody": "$request.body"}

CASES = [
    ("nothing there", [], []),
    ("complete", [http_integration("SQS-SendMessage", request=GOOD)], []),
    ("no service integration", [http_integration(None, integrationType="HTTP_PROXY")], []),
    (
        "no parameters",
        [http_integration("Kinesis-PutRecord")],
        ["Kinesis-PutRecord needs StreamName, Data, PartitionKey"],
    ),
    (
        "an empty one",
        [http_integration("SQS-SendMessage", request={**GOOD, "MessageBody": ""})],
        ["SQS-SendMessage needs MessageBody"],
    ),
    (
        "a value that is unknown is there",
        [http_integration("SQS-SendMessage", request={**GOOD, "QueueUrl": UNKNOWN})],
        [],
    ),
    (
        "payload 2.0",
        [http_integration("SQS-SendMessage", request=GOOD, payloadFormatVersion="2.0")],
        ["SQS-SendMessage has payload format 2.0, expected 1.0"],
    ),
    (
        "no payload format is 1.0",
        [http_integration("SQS-SendMessage", request=GOOD, payloadFormatVersion=None)],
        [],
    ),
    (
        "another type",
        [http_integration("SQS-SendMessage", request=GOOD, integrationType="HTTP_PROXY")],
        ["SQS-SendMessage has type HTTP_PROXY, expected AWS_PROXY"],
    ),
    (
        "a service that HTTP APIs do not call",
        [http_integration("DynamoDB-PutItem")],
        ["DynamoDB-PutItem is none of the subtypes that HTTP APIs know"],
    ),
    (
        "subtype unknown",
        [http_integration(UNKNOWN)],
        ["undecided: integrationSubtype is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_incomplete_service_integration(name, resources, expected):
    assert run_rule(incomplete_service_integration, resources) == expected
