import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_method_missing import cors_method_missing
from tests.support.apis import PLACE, REST_API, answer, http_integration, method, route
from tests.support.builders import resource
from tests.support.findings import run_rule

TO = http_integration(None, "call")


def called(key, of=None, **cors):
    api = of or resource("aws:apigatewayv2/api:Api", "api", corsConfiguration=cors or None)
    return [api, TO, route(TO, key, apiId=api)]


def rest(methods, verb="DELETE", status="200", **props):
    headers = {f"{ALLOW}Origin": "'https://a.b'", f"{ALLOW}Methods": methods}
    given = {key: value for key, value in headers.items() if value is not None}
    options = {"httpMethod": "OPTIONS", "responseParameters": given, **props}
    return [REST_API, PLACE, method(verb), method("OPTIONS"), answer(status, **options)]


ALLOW = "method.response.header.Access-Control-Allow-"
FOUND = ["DELETE /a is not among allowMethods of api"]
IN_REST = ["DELETE is not among access-control-allow-methods of answer-200"]
CASES = [
    ("nothing there", [], []),
    ("no CORS", called("DELETE /a"), []),
    ("left out", called("DELETE /a", allowOrigins=["https://a.b"], allowMethods=["GET"]), FOUND),
    ("no methods at all", called("DELETE /a", allowOrigins=["https://a.b"]), FOUND),
    ("named", called("DELETE /a", allowMethods=["delete"]), []),
    ("any", called("DELETE /a", allowMethods=["*"]), []),
    ("what needs no leave", called("POST /a", allowMethods=["GET"]), []),
    ("a route for any", called("ANY /a", allowMethods=["GET"]), []),
    ("an API of another stack", called("DELETE /a")[1:], []),
    ("REST, left out", rest("'GET,PUT'"), IN_REST),
    ("REST, no methods at all", rest(None), IN_REST),
    ("REST, named", rest("'GET,DELETE'"), []),
    ("REST, what needs no leave", rest("'PUT'", "POST"), []),
    ("REST, from the backend", rest("integration.response.header.Methods"), []),
    ("REST, from a template", rest(None, responseTemplates={
        "application/json": "#set($context.responseOverride.header.X = 1)"}), []),
    ("REST, no answer", [REST_API, PLACE, method("DELETE")], []),
    ("REST, of another path", [*rest("'GET'", resourceId=UNKNOWN, deps={"resourceId": [REST_API]})],
     []),
    ("unknown", called("DELETE /a", allowMethods=UNKNOWN),
     ["undecided: corsConfiguration.allowMethods is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_method_missing(name, resources, expected):
    assert run_rule(cors_method_missing, resources) == expected
