import pytest

from policies.core import UNKNOWN
from policies.rules.network.endpoint_for_http_api import endpoint_for_http_api
from tests.support.builders import resource
from tests.support.entrances import api, endpoint
from tests.support.findings import run_rule

FOUND = ["keeps its VPC from web, and no REST API is here"]


def http(**props):
    given = {"protocolType": "HTTP", **props}
    return resource("aws:apigatewayv2/api:Api", "web", **given)


NAMED = endpoint(privateDnsEnabled=True)
CASES = [
    ("nothing there", [], []),
    ("an endpoint alone", [NAMED], []),
    ("an HTTP API alone", [http()], []),
    ("both", [http(), NAMED], FOUND),
    ("without private DNS", [http(), endpoint()], []),
    ("for another service", [http(), endpoint(
        privateDnsEnabled=True, serviceName="com.amazonaws.eu-west-1.sqs")], []),
    ("a private API too", [http(), api(), NAMED], []),
    ("reached by its own domain", [http(disableExecuteApiEndpoint=True), NAMED], []),
    ("a WebSocket API", [http(protocolType="WEBSOCKET"), NAMED], []),
    ("unknown", [http(), endpoint(privateDnsEnabled=UNKNOWN)],
     ["undecided: privateDnsEnabled is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_endpoint_for_http_api(name, resources, expected):
    assert run_rule(endpoint_for_http_api, resources) == expected
