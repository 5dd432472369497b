import pytest

from policies.core import UNKNOWN
from policies.rules.apis.cors_plain_origin import cors_plain_origin
from tests.support.builders import environment, resource
from tests.support.findings import run_rule

BLOCK = "corsConfiguration.allowOrigins"


def http(*origins, of=()):
    cors = {"allowOrigins": UNKNOWN if origins == (UNKNOWN,) else list(origins)}
    return [*of, resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=cors)]


def rest(origin):
    name = "method.response.header.Access-Control-Allow-Origin"
    type_ = "aws:apigateway/integrationResponse:IntegrationResponse"
    return [resource(type_, "preflight", responseParameters={name: origin})]


LOCAL = "http://localhost:3000"
CASES = [
    ("nothing there", [], []),
    ("over TLS", http("https://app.example.com"), []),
    ("plain", http("http://app.example.com"),
     [f"{BLOCK}: http://app.example.com comes over plain HTTP"]),
    ("plain, with a port", http("http://app.example.com:8080"),
     [f"{BLOCK}: http://app.example.com:8080 comes over plain HTTP"]),
    ("plain, on a REST API", rest("'http://app.example.com'"),
     ["responseParameters: http://app.example.com comes over plain HTTP"]),
    ("a developer's own machine", http(LOCAL, "http://127.0.0.1", "http://[::1]:80"), []),
    ("in development", http(LOCAL, of=[environment(environment="dev")]), []),
    ("in production", http(LOCAL, of=[environment(environment="prod")]),
     [f"{BLOCK}: {LOCAL} is allowed in production"]),
    ("any", http("http://*", "*"), []),
    ("no address at all", http("http://["), [f"{BLOCK}: http://[ comes over plain HTTP"]),
    ("unknown", http(UNKNOWN), [f"undecided: {BLOCK} is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_cors_plain_origin(name, resources, expected):
    assert run_rule(cors_plain_origin, resources) == expected
