import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_method_missing import cors_method_missing
from tests.support.apis import http_integration, route
from tests.support.builders import resource
from tests.support.findings import run_rule

TO = http_integration(None, "call")


def called(key, of=None, **cors):
    api = of or resource("aws:apigatewayv2/api:Api", "api", corsConfiguration=cors or None)
    return [api, TO, route(TO, key, apiId=api)]


FOUND = ["DELETE /a is not among the allowMethods of api"]
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
    ("unknown", called("DELETE /a", allowMethods=UNKNOWN),
     ["undecided: corsConfiguration.allowMethods is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_method_missing(name, resources, expected):
    assert run_rule(cors_method_missing, resources) == expected
