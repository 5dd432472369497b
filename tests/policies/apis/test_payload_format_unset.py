import pytest

from policies.core import UNKNOWN
from policies.rules.apis.payload_format_unset import payload_format_unset
from tests.support.apis import API, http_integration
from tests.support.builders import function, resource
from tests.support.findings import run_rule

FOUND = ["calls a function and has no payloadFormatVersion"]
F = function("f")


def call(to=F, **props):
    given = {"integrationUri": to, "payloadFormatVersion": None, **props}
    return [API, F, http_integration(None, "call", **given)]


SOCKET = resource("aws:apigatewayv2/api:Api", "chat", protocolType="WEBSOCKET")
CASES = [
    ("nothing there", [], []),
    ("left open", call(), FOUND),
    ("left open, by ARN", call("arn:aws:lambda:eu-west-1:123456789012:function:f"), FOUND),
    ("chosen", call(payloadFormatVersion="1.0"), []),
    ("chosen, and unknown", call(payloadFormatVersion=UNKNOWN), []),
    ("a service", call(None, integrationSubtype="SQS-SendMessage"), []),
    ("a server", call("https://orders.example.com", integrationType="HTTP_PROXY"), []),
    ("a WebSocket API", [SOCKET, *call(apiId=SOCKET)], []),
    ("an API of another stack", call(apiId="abc123"), []),
    ("kind of API unknown", [resource("aws:apigatewayv2/api:Api", "api", protocolType=UNKNOWN),
     *call()[1:]], ["undecided: protocolType is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_payload_format_unset(name, resources, expected):
    assert run_rule(payload_format_unset, resources) == expected
