import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_header_missing import cors_header_missing
from tests.support.apis import http_integration, route
from tests.support.builders import resource
from tests.support.findings import run_rule

TO = http_integration(None, "call")


def signed(kind, sources=None, **cors):
    api = resource("aws:apigatewayv2/api:Api", "api", corsConfiguration=cors or None)
    type_ = "aws:apigatewayv2/authorizer:Authorizer"
    by = resource(type_, "by", apiId=api, identitySources=sources)
    named = by if sources is not None else None
    given = {"apiId": api, "authorizationType": kind, "authorizerId": named}
    return [api, by, TO, route(TO, "GET /a", **given)]


TOKEN = ["$request.header.Authorization"]
FOUND = ["GET /a asks for Authorization, which the allowHeaders of api lack"]
CASES = [
    ("nothing there", [], []),
    ("no CORS", signed("JWT", TOKEN), []),
    ("open", signed("NONE", allowHeaders=["content-type"]), []),
    ("left out", signed("JWT", TOKEN, allowHeaders=["content-type"]), FOUND),
    ("no headers at all", signed("JWT", TOKEN, allowOrigins=["https://a.b"]), FOUND),
    ("named", signed("JWT", TOKEN, allowHeaders=["authorization"]), []),
    ("any", signed("JWT", TOKEN, allowHeaders=["*"]), []),
    ("signatures", signed("AWS_IAM", allowHeaders=["content-type"]), FOUND),
    ("another header", signed("CUSTOM", ["$request.header.X-Device"], allowHeaders=["a"]),
     ["GET /a asks for X-Device, which the allowHeaders of api lack"]),
    ("from the query", signed("JWT", ["$request.querystring.t"], allowHeaders=["a"]), []),
    ("an authorizer of another stack", signed("JWT", allowHeaders=["content-type"]), []),
    ("unknown", signed("JWT", UNKNOWN, allowHeaders=["a"]),
     ["undecided: identitySources is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_header_missing(name, resources, expected):
    assert run_rule(cors_header_missing, resources) == expected
