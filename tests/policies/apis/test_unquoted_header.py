import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unquoted_header import unquoted_header
from tests.support.builders import resource
from tests.support.findings import run_rule

ALLOW = "method.response.header.Access-Control-Allow-Origin"
OF_GATEWAY = "aws:apigateway/response:Response"


def sets(value, type_="aws:apigateway/integrationResponse:IntegrationResponse", name=ALLOW):
    return [resource(type_, "answer", responseParameters={name: value})]


def wrong(value, name=ALLOW):
    return [f"{name} is {value!r}, without single quotes"]


CACHED = "method.response.header.Cache-Control"
CASES = [
    ("nothing there", [], []),
    ("no headers", [resource(OF_GATEWAY, "answer")], []),
    ("quoted", sets("'*'"), []),
    ("bare", sets("*"), wrong("*")),
    ("bare, another header", sets("no-store", name=CACHED), wrong("no-store", CACHED)),
    ("bare, of the gateway", sets("https://a.b", OF_GATEWAY), wrong("https://a.b")),
    ("from the backend", sets("integration.response.header.Origin"), []),
    ("from the stage", sets("stageVariables.origin"), []),
    ("from the request", sets("method.request.header.Origin", OF_GATEWAY), []),
    ("an unknown value", sets(UNKNOWN), []),
    ("unknown", [resource(OF_GATEWAY, "answer", responseParameters=UNKNOWN)],
     ["undecided: responseParameters is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unquoted_header(name, resources, expected):
    assert run_rule(unquoted_header, resources) == expected
