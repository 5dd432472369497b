"""The sample function of apis/on-premises: its answer, and where it says that calls come from."""

import json

import pytest

from handlers.apis.on_premises.hello import Origin, handler


def event(**identity):
    return {"httpMethod": "GET", "path": "/hello", "requestContext": {"identity": identity}}


def test_every_call_that_comes_through_is_a_success():
    answer = handler(event(vpceId="vpce-1", sourceIp="10.20.0.7"), None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"response": {"resultStatus": "SUCCESS"}}


def test_origin_is_the_endpoint_and_the_clients_private_address():
    found = Origin.parse(event(vpceId="vpce-1", sourceIp="10.20.0.7"))
    assert found == Origin(endpoint="vpce-1", client="10.20.0.7")


@pytest.mark.parametrize(
    "given",
    [{}, {"requestContext": None}, {"requestContext": {}}, event(), event(vpceId=None)],
    ids=["nothing", "null context", "no identity", "empty identity", "null endpoint"],
)
def test_origin_is_empty_where_api_gateway_does_not_say(given):
    assert Origin.parse(given) == Origin(endpoint="", client="")
