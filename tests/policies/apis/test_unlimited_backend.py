import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unlimited_backend import unlimited_backend
from tests.support.apis import API, stage
from tests.support.findings import run_rule
from tests.support.private_backends import call, link, port

NONE = ["limits nothing; call leads into a VPC"]
LIMITS = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}


def api(backend=None, **props):
    return [API, link(), port(), backend or call(), stage(**props)]


CASES = [
    ("nothing there", [], []),
    ("default", api(), NONE),
    ("limited", api(defaultRouteSettings=LIMITS), []),
    ("one route limited", api(routeSettings=[{"routeKey": "GET /", **LIMITS}]), []),
    ("metrics alone", api(defaultRouteSettings={"detailedMetricsEnabled": True}), NONE),
    ("not over a link", api(call(connectionType="INTERNET")), []),
    ("an API of elsewhere", api(apiId="abc"), []),
    ("unknown limit is one", api(defaultRouteSettings={"throttlingRateLimit": UNKNOWN}), []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unlimited_backend(name, resources, expected):
    assert run_rule(unlimited_backend, resources) == expected
