import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_private_backend import open_private_backend
from tests.support.apis import API, http_integration, route
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.vpc_links import V2, over_http

LINKED = over_http(V2, UNKNOWN)
OUT = http_integration(
    None, "out", integrationType="HTTP_PROXY", integrationUri="https://a.example"
)
SOCKET = resource("aws:apigatewayv2/api:Api", "api", protocolType="WEBSOCKET")

CASES = [
    ("nothing there", [], []),
    (
        "open",
        [API, V2, LINKED, route(LINKED, "GET /stock")],
        ["GET /stock is open to everybody and leads to call in a VPC"],
    ),
    (
        "open by word",
        [API, V2, LINKED, route(LINKED, "$default", authorizationType="NONE")],
        ["$default is open to everybody and leads to call in a VPC"],
    ),
    ("authorized", [API, V2, LINKED, route(LINKED, authorizationType="JWT")], []),
    ("not in a VPC", [API, OUT, route(OUT)], []),
    ("a WebSocket API", [SOCKET, V2, LINKED, route(LINKED, "$default")], []),
    ("without a route", [API, V2, LINKED], []),
    (
        "authorization unknown",
        [API, V2, LINKED, route(LINKED, authorizationType=UNKNOWN)],
        ["undecided: authorizationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_private_backend(name, resources, expected):
    assert run_rule(open_private_backend, resources) == expected
