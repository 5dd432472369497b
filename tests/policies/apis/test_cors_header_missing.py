import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_header_missing import cors_header_missing
from tests.support.apis import PLACE, answer, http_integration, method, route
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


def rest(headers, source="HEADER", **props):
    api = resource("aws:apigateway/restApi:RestApi", "rest", apiKeySource=source)
    type_ = "aws:apigateway/authorizer:Authorizer"
    by = resource(type_, "by", restApi=api, identitySource="method.request.header.X-Token")
    allow = "method.response.header.Access-Control-Allow-"
    told = {f"{allow}Origin": "'*'", f"{allow}Headers": headers}
    options = answer(httpMethod="OPTIONS", responseParameters=told)
    called = method("GET", **{"authorization": "NONE", "authorizerId": by, **props})
    return [api, PLACE, by, called, method("OPTIONS"), options]


TOKEN = ["$request.header.Authorization"]
FOUND = ["GET /a asks for Authorization, and allowHeaders of api leaves it out"]
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
     ["GET /a asks for X-Device, and allowHeaders of api leaves it out"]),
    ("from the query", signed("JWT", ["$request.querystring.t"], allowHeaders=["a"]), []),
    ("an authorizer of another stack", signed("JWT", allowHeaders=["content-type"]), []),
    ("REST, signatures", rest("'content-type'", authorization="AWS_IAM"), [
        "GET asks for Authorization, and access-control-allow-headers of answer-200 leaves it out"
    ]),
    ("REST, a token", rest("'content-type'", authorization="CUSTOM"), [
        "GET asks for X-Token, and access-control-allow-headers of answer-200 leaves it out"]),
    ("REST, a token, named", rest("'Content-Type,X-Token'", authorization="CUSTOM"), []),
    ("REST, a key", rest("'content-type'", apiKeyRequired=True), [
        "GET asks for X-API-Key, and access-control-allow-headers of answer-200 leaves it out"]),
    ("REST, a key, named", rest("'x-api-key'", apiKeyRequired=True), []),
    ("REST, a key of the authorizer's", rest("'a'", "AUTHORIZER", apiKeyRequired=True), []),
    ("REST, open", rest("'content-type'"), []),
    ("REST, unknown", rest(UNKNOWN, authorization="AWS_IAM"), [
        "undecided: responseParameters.method.response.header.Access-Control-Allow-Headers"
        " is not known at preview"]),
    ("unknown", signed("JWT", UNKNOWN, allowHeaders=["a"]),
     ["undecided: identitySources is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_header_missing(name, resources, expected):
    assert run_rule(cors_header_missing, resources) == expected
