import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_origin_form import cors_origin_form
from tests.support.builders import resource
from tests.support.findings import run_rule

ALLOW = "method.response.header.Access-Control-Allow-"
OF_GATEWAY = "aws:apigateway/response:Response"


def http(**cors):
    return [resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=cors)]


def rest(origin, type_="aws:apigateway/integrationResponse:IntegrationResponse", **props):
    return [resource(type_, "preflight", responseParameters={f"{ALLOW}Origin": origin}, **props)]


def wrong(value, why, place="corsConfiguration.allowOrigins"):
    return [f"{place}: {value!r} {why}"]


IN_REST = "responseParameters"
TWO = "https://a.example.com,https://b.example.com"
CASES = [
    ("nothing there", [], []),
    ("as browsers send it", http(allowOrigins=[
        "https://a.example.com", "http://localhost:3000", "*", "chrome-extension://abc"]), []),
    ("a slash at the end", http(allowOrigins=["https://a.example.com/"]),
     wrong("https://a.example.com/", "has a path or a slash at the end")),
    ("a path", http(allowOrigins=["https://a.example.com/app"]),
     wrong("https://a.example.com/app", "has a path or a slash at the end")),
    ("no scheme", http(allowOrigins=["a.example.com"]), wrong("a.example.com", "has no scheme")),
    ("a space", http(allowOrigins=[" https://a.example.com"]),
     wrong(" https://a.example.com", "has a space around it")),
    ("capitals", http(allowOrigins=["https://A.example.com"]),
     wrong("https://A.example.com", "has capital letters")),
    ("no host", http(allowOrigins=["https://"]), wrong("https://", "is no scheme://host")),
    ("two in one text", http(allowOrigins=[TWO]), wrong(TWO, "is more than one origin")),
    ("REST", rest("'https://a.example.com'"), []),
    ("REST, any", rest("'*'"), []),
    ("REST, two", rest(f"'{TWO}'"), wrong(TWO, "is more than one origin", IN_REST)),
    ("REST, two and a space", rest("'https://a.b https://c.d'"),
     wrong("https://a.b https://c.d", "is more than one origin", IN_REST)),
    ("REST, of the gateway", rest("'https://a.b/'", OF_GATEWAY),
     wrong("https://a.b/", "has a path or a slash at the end", IN_REST)),
    ("REST, from the backend", rest("integration.response.header.Origin"), []),
    ("unknown", rest(UNKNOWN), [
        f"undecided: responseParameters.{ALLOW}Origin is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_origin_form(name, resources, expected):
    assert run_rule(cors_origin_form, resources) == expected
