import pytest

from policies.core import UNKNOWN
from policies.rules.apis.secret_in_query import secret_in_query
from tests.support.builders import resource
from tests.support.findings import run_rule


def method(**parameters):
    names = {name.replace("__", "."): value for name, value in parameters.items()}
    return resource("aws:apigateway/method:Method", "m", httpMethod="GET", requestParameters=names)


def rest(value):
    return resource(
        "aws:apigateway/integration:Integration",
        "i",
        requestParameters={"integration.request.header.a": value},
    )


def http(value):
    return resource(
        "aws:apigatewayv2/integration:Integration",
        "i",
        requestParameters={"append:header.a": value},
    )


CASES = [
    ("nothing there", [], []),
    ("no parameters", [resource("aws:apigateway/method:Method", "m", httpMethod="GET")], []),
    (
        "a password",
        [method(method__request__querystring__password=True)],
        ["takes password from the query string"],
    ),
    (
        "a card, for an integration",
        [rest("method.request.querystring.cardNumber")],
        ["takes cardNumber from the query string"],
    ),
    (
        "a token, for an HTTP API",
        [http("$request.querystring.access_token")],
        ["takes access_token from the query string"],
    ),
    ("in a header", [method(method__request__header__password=True)], []),
    ("a page's token", [method(method__request__querystring__nextToken=True)], []),
    ("an API key", [method(method__request__querystring__apiKey=True)], []),
    ("a place of it", [rest("method.request.querystring.secretId")], []),
    (
        "unknown",
        [resource("aws:apigateway/method:Method", "m", requestParameters=UNKNOWN)],
        ["undecided: requestParameters is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_secret_in_query(name, resources, expected):
    assert run_rule(secret_in_query, resources) == expected
