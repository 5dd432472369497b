import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_wildcard_with_credentials import cors_wildcard_with_credentials
from tests.support.builders import resource
from tests.support.findings import run_rule

ALLOW = "method.response.header.Access-Control-Allow-"


def http(**cors):
    return [resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=cors)]


def rest(type_="aws:apigateway/integrationResponse:IntegrationResponse", prefix=ALLOW, **headers):
    parameters = {f"{prefix}{name}": value for name, value in headers.items()}
    return [resource(type_, "preflight", responseParameters=parameters)]


def any_(what, place, value="*"):
    return f"allows credentials with any {what} ({place}: {value})"


CASES = [
    ("no CORS", [resource("aws:apigatewayv2/api:Api", "web")], []),
    ("wildcard without credentials", http(allowOrigins=["*"]), []),
    ("credentials, named origin", http(allowCredentials=True, allowOrigins=["https://a.b"]), []),
    (
        "credentials, any origin",
        http(allowCredentials=True, allowOrigins=["https://a.b", "*"]),
        [any_("origin", "corsConfiguration.allowOrigins")],
    ),
    (
        "credentials, any https origin",
        http(allowCredentials=True, allowOrigins=["https://*"]),
        [any_("origin", "corsConfiguration.allowOrigins", "https://*")],
    ),
    (
        "credentials, any method and header",
        http(allowCredentials=True, allowMethods=["*"], allowHeaders=["*"]),
        [
            any_("method", "corsConfiguration.allowMethods"),
            any_("header", "corsConfiguration.allowHeaders"),
        ],
    ),
    (
        "function URL",
        [
            resource(
                "aws:lambda/functionUrl:FunctionUrl",
                "url",
                cors={"allowCredentials": True, "allowOrigins": ["*"]},
            )
        ],
        [any_("origin", "cors.allowOrigins")],
    ),
    ("REST, any origin", rest(Origin="'*'"), []),
    (
        "REST, credentials and any origin",
        rest(Origin="'*'", Credentials="'true'"),
        [any_("origin", "responseParameters")],
    ),
    (
        "REST, error answers of the gateway",
        rest(
            "aws:apigateway/response:Response",
            "gatewayresponse.header.Access-Control-Allow-",
            Origin="'*'",
            Credentials="'true'",
        ),
        [any_("origin", "responseParameters")],
    ),
    (
        "REST, credentials and named values",
        rest(Origin="'https://a.b'", Credentials="'true'", Headers="'content-type,x-a'"),
        [],
    ),
    (
        "unknown",
        http(allowCredentials=True, allowOrigins=[UNKNOWN]),
        ["undecided: corsConfiguration.allowOrigins[0] is not known at preview"],
    ),
    (
        "REST, unknown",
        rest(Origin=UNKNOWN, Credentials="'true'"),
        [f"undecided: responseParameters.{ALLOW}Origin is not known at preview"],
    ),
    ("unknown origins without credentials", http(allowOrigins=[UNKNOWN]), []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_wildcard_with_credentials(name, resources, expected):
    assert run_rule(cors_wildcard_with_credentials, resources) == expected
