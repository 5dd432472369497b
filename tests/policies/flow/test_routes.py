"""Which route of an API a call reaches: methods and paths of its integrations."""

import pytest

from policies.values import UNKNOWN
from tests.policies.flow.shared import (
    HOST,
    ID,
    before_and_after,
    destination,
    http_api,
    part_of,
    rest_api,
)
from tests.support.builders import arn
from tests.support.program import Program, rings


def rest_route(p, function, method="POST", *parts):
    """A REST API with one route, named part by part."""
    here = api = rest_api(p)
    for part in parts:
        here = p.make(
            "aws:apigateway/resource:Resource",
            f"at-{part}",
            pathPart=part,
            parentId="x" if p.known else UNKNOWN,
            deps={"parentId": [here]},
        )
    own = {"type": "AWS_PROXY", "httpMethod": method, "uri": function}
    at = {"resourceId": "r1" if p.known else UNKNOWN, "deps": {"resourceId": [here]}}
    part_of(p, api, "integration:Integration", "proxy", **own, **at)
    return api


def http_route(p, function, *keys):
    api = http_api(p)
    own = {"integrationUri": function, **({"id": "i1"} if p.known else {})}
    integration = part_of(p, api, "integration:Integration", "proxy", **own)
    target = "integrations/i1" if p.known else UNKNOWN
    for at, key in enumerate(keys):
        to = {"target": target, "deps": {"target": [integration]}}
        part_of(p, api, "route:Route", f"route{at}", routeKey=key, **to)
    return api


def may_call(p, path):
    # At preview a grant names the API itself; here its ARN is known before it is made.
    return p.function("f", p.may("execute-api:Invoke", arn("execute-api", ID), path))


SURE, POSSIBLE, NONE = ["f → api"], ["? f → api"], []
REST = [
    ("the route itself", "/*/POST/orders", ("POST", "orders"), SURE),
    ("another method", "/*/GET/orders", ("POST", "orders"), NONE),
    ("another path", "/*/POST/bills", ("POST", "orders"), NONE),
    ("a path below", "/prod/POST/orders/1", ("POST", "orders"), NONE),
    ("all of one method elsewhere", "/prod/GET/*", ("POST", "orders"), NONE),
    ("everything", "/*", ("POST", "orders"), SURE),
    ("everything of a stage", "/prod/*", ("POST", "orders"), SURE),
    ("a path with a variable", "/*/GET/orders/1", ("GET", "orders", "{id}"), POSSIBLE),
    ("a variable elsewhere", "/*/GET/bills/1", ("GET", "orders", "{id}"), NONE),
    ("any method", "/*/GET/orders", ("ANY", "orders"), POSSIBLE),
    ("the root", "/*/GET/", ("GET",), SURE),
]


@pytest.mark.parametrize(("name", "path", "route", "expected"), REST, ids=[c[0] for c in REST])
def test_rights_to_call_a_rest_api(name, path, route, expected):
    p = Program(known=True)
    rest_route(p, may_call(p, path), *route)
    assert rings(p.resources) == expected


HTTP = [
    ("the route itself", "/*/POST/orders", ["POST /orders"], SURE),
    ("one of two routes", "/*/POST/orders", ["GET /bills", "POST /orders"], SURE),
    ("another route", "/*/POST/orders", ["POST /bills"], NONE),
    ("whatever is left", "/*/POST/orders", ["$default"], POSSIBLE),
    ("no route known", "/*/POST/orders", [], POSSIBLE),
]


@pytest.mark.parametrize(("name", "path", "keys", "expected"), HTTP, ids=[c[0] for c in HTTP])
def test_rights_to_call_an_http_api(name, path, keys, expected):
    p = Program(known=True)
    http_route(p, may_call(p, path), *keys)
    assert rings(p.resources) == expected


def test_a_denied_route_is_not_called():
    p = Program(known=True)
    api = arn("execute-api", ID)
    rights = (
        p.may("execute-api:Invoke", api, "/*"),
        p.may("execute-api:Invoke", api, "/*/POST/orders", effect="Deny"),
    )
    rest_route(p, p.function("f", *rights), "POST", "orders")
    assert rings(p.resources) == []


RING = "f → shop → call → api"
CALLED = [
    ("rest, the route itself", rest_route, ("POST", "orders"), "/prod/orders", [RING]),
    ("rest, another route", rest_route, ("POST", "orders"), "/prod/bills", []),
    ("rest, another method", rest_route, ("GET", "orders"), "/prod/orders", []),
    ("rest, any part of a path", rest_route, ("POST", "orders"), "/prod/*", [f"? {RING}"]),
    ("http, perhaps in a stage", http_route, ("POST /orders",), "/orders", [f"? {RING}"]),
    ("http, in a stage", http_route, ("POST /orders",), "/prod/orders", [f"? {RING}"]),
    ("http, another route", http_route, ("POST /orders",), "/prod/bills", []),
]


@before_and_after
@pytest.mark.parametrize(
    ("name", "make", "route", "path", "expected"), CALLED, ids=[c[0] for c in CALLED]
)
def test_addresses_that_are_called(name, make, route, path, expected, known):
    p = Program(known)
    shop = p.bus("shop")
    api = make(p, p.function("f", p.may("events:PutEvents", shop)), *route)
    call = destination(p, "call", f"{HOST}{path}", api, httpMethod="POST")
    p.rule("back", shop, {"source": ["orders"]}, call)
    assert rings(p.resources) == (expected if known else [f"? {RING}"])


@pytest.mark.parametrize(
    ("path", "expected"), [("prod/POST/orders", ["f → shop → api"]), ("prod/POST/bills", [])]
)
def test_a_rule_says_the_route_that_it_calls(path, expected):
    p = Program(known=True)
    shop = p.bus("shop")
    rest_route(p, p.function("f", p.may("events:PutEvents", shop)), "POST", "orders")
    target = arn("execute-api", f"{ID}/{path}")
    p.rule("back", shop, {"source": ["orders"]}, target)
    assert rings(p.resources) == expected


@pytest.mark.parametrize(("right", "expected"), [("orders", ["f → api → jobs"]), ("bills", [])])
def test_what_an_integration_does_by_its_role_needs_its_route(right, expected):
    p = Program(known=True)
    jobs = p.queue("jobs")
    p.starts(jobs, may_call(p, f"/*/POST/{right}"))
    role = p.role("api-role", p.may("sqs:SendMessage", jobs))
    rest_route(p, "arn:aws:apigateway:eu-west-1:sqs:path/1/jobs", "POST", "orders")
    integration = next(r for r in p.resources if r.name == "proxy")
    integration.properties["credentials"] = role.properties["arn"]
    assert rings(p.resources) == expected
