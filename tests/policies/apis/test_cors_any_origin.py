import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_any_origin import cors_any_origin
from tests.support.builders import resource
from tests.support.findings import run_rule

ALLOW = "method.response.header.Access-Control-Allow-"
OF_GATEWAY = "aws:apigateway/response:Response"


def http(**cors):
    return [resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=cors)]


def rest(origin, type_="aws:apigateway/integrationResponse:IntegrationResponse", **more):
    given = {f"{ALLOW}{name}": value for name, value in {"Origin": origin, **more}.items()}
    return [resource(type_, "preflight", responseParameters=given)]


def any_(place, value="*"):
    return [f"any website may call it ({place}: {value})"]


BLOCK = "corsConfiguration.allowOrigins"
URL = "aws:lambda/functionUrl:FunctionUrl"
CASES = [
    ("nothing there", [], []),
    ("no CORS", [resource("aws:apigatewayv2/api:Api", "web")], []),
    ("a named origin", http(allowOrigins=["https://app.example.com"]), []),
    ("any", http(allowOrigins=["https://app.example.com", "*"]), any_(BLOCK)),
    ("any secure one", http(allowOrigins=["https://*"]), any_(BLOCK, "https://*")),
    ("any subdomain", http(allowOrigins=["https://*.example.com"]), []),
    ("with credentials", http(allowOrigins=["*"], allowCredentials=True), []),
    ("of a function URL", [resource(URL, "url", cors={"allowOrigins": ["*"]})],
     any_("cors.allowOrigins")),
    ("REST", rest("'*'"), any_("responseParameters")),
    ("REST, named", rest("'https://app.example.com'"), []),
    ("REST, with credentials", rest("'*'", Credentials="'true'"), []),
    ("answers of the gateway itself", rest("'*'", OF_GATEWAY), []),
    ("unknown", http(allowOrigins=UNKNOWN),
     [f"undecided: {BLOCK} is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_any_origin(name, resources, expected):
    assert run_rule(cors_any_origin, resources) == expected
