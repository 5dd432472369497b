import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_proxy import open_proxy
from tests.support.apis import API, http_integration, route
from tests.support.findings import run_rule


def proxy(**props):
    settings = {"integrationType": "HTTP_PROXY", "integrationUri": "https://example.com", **props}
    return http_integration(None, "proxy", **settings)


OUT = proxy()
LINKED = proxy(connectionType="VPC_LINK", connectionId="l")

CASES = [
    ("nothing there", [], []),
    (
        "open",
        [API, OUT, route(OUT, "GET /search")],
        ["GET /search is open to everybody and leads to https://example.com"],
    ),
    ("authorized", [API, OUT, route(OUT, authorizationType="AWS_IAM")], []),
    ("into a VPC", [API, LINKED, route(LINKED)], []),
    (
        "a service",
        [API, http_integration("SQS-SendMessage"), route(http_integration("SQS-SendMessage"))],
        [],
    ),
    ("without a route", [API, OUT], []),
    (
        "authorization unknown",
        [API, OUT, route(OUT, authorizationType=UNKNOWN)],
        ["undecided: authorizationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_proxy(name, resources, expected):
    assert run_rule(open_proxy, resources) == expected
