import pytest

from policies.core import UNKNOWN
from policies.rules.apis.only_root_route import only_root_route
from tests.support.apis import API, http_integration, route
from tests.support.findings import run_rule

LINKED = http_integration(None, "call", connectionType="VPC_LINK", integrationType="HTTP_PROXY")
OTHER = http_integration(None, "other", integrationType="HTTP_PROXY")
FOUND = ["ANY / is the only route to call"]


def routes(*keys, to=LINKED):
    return [API, LINKED, OTHER, *(route(to, key) for key in keys)]


CASES = [
    ("nothing there", [], []),
    ("the root alone", routes("ANY /"), FOUND),
    ("with what is below", routes("ANY /", "ANY /{proxy+}"), []),
    ("with one path", routes("ANY /", "GET /orders"), []),
    ("with a default elsewhere", [*routes("ANY /"), route(OTHER, "$default")], []),
    ("with a path elsewhere", [*routes("ANY /"), route(OTHER, "GET /orders")], FOUND),
    ("one method", routes("GET /"), []),
    ("not over a link", routes("ANY /", to=OTHER), []),
    ("an integration of another stack", [API, route(LINKED, "ANY /")], []),
    ("unknown", [
        API, http_integration(None, "call", connectionType=UNKNOWN), route(LINKED, "ANY /")],
     ["undecided: connectionType is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_only_root_route(name, resources, expected):
    assert run_rule(only_root_route, resources) == expected
