"""APIs that an OpenAPI definition describes."""

import json

import pytest

from policies.flow import flow_of
from policies.values import UNKNOWN
from policies.view import Stack
from tests.policies.flow.shared import (
    HOST,
    ID,
    destination,
    edges,
    http_api,
    invoked,
    loops,
    rest_api,
)
from tests.support.builders import arn
from tests.support.program import Program, rings

INTEGRATION = "x-amazon-apigateway-integration"
SURE, POSSIBLE, NONE = ["f → api"], ["? f → api"], []


def may_call(p, path="/*/POST/orders", *rights):
    return p.function("f", p.may("execute-api:Invoke", arn("execute-api", ID), path), *rights)


def paths(integration, method="post", path="/orders", **more):
    return {"paths": {path: {method: {INTEGRATION: integration, **more}}}}


def defined(definition, api=rest_api, path="/*/POST/orders", **props):
    """A function behind an API that it may call; `definition` is made from its address."""
    p = Program(known=True)
    worker = may_call(p, path)
    body = definition({"type": "aws_proxy", "httpMethod": "POST", "uri": invoked(p, worker)})
    api(p, body=body if isinstance(body, str) else json.dumps(body), **props)
    return p


def by_reference(integration):
    shared = {"x-amazon-apigateway-integrations": {"one": integration}}
    one = {"$ref": "#/components/x-amazon-apigateway-integrations/one"}
    return {**paths(one), "components": shared}


def in_yaml(integration):
    return f"""
openapi: 3.0.1
paths:
  /orders:
    post:
      responses: {{200: {{description: taken}}}}
      {INTEGRATION}:
        type: aws_proxy
        uri: {integration["uri"]}
"""


def over_a_link(integration):
    return paths({**integration, "connectionType": "VPC_LINK"})


def to_itself(integration):
    return paths({"$ref": f"#/paths/~1orders/post/{INTEGRATION}"})


DEFINITIONS = [
    ("the route", paths, SURE),
    ("in YAML", in_yaml, SURE),
    ("by reference", by_reference, SURE),
    ("another method", lambda one: paths(one, "get"), NONE),
    ("another path", lambda one: paths(one, path="/bills"), NONE),
    ("any method", lambda one: paths(one, "x-amazon-apigateway-any-method"), POSSIBLE),
    ("a variable", lambda one: paths(one, path="/{what}"), POSSIBLE),
    ("over a link", over_a_link, NONE),
    ("a reference to nothing", to_itself, NONE),
    ("no integration", lambda _: {"paths": {"/orders": {"post": {}}}}, NONE),
    ("no paths", lambda _: {"openapi": "3.0.1"}, NONE),
    ("other shapes", lambda _: {"paths": {"/orders": [{INTEGRATION: 1}], "/": None}}, NONE),
    ("no object", lambda _: "[1, 2]", NONE),
]


@pytest.mark.parametrize(
    ("_", "definition", "expected"), DEFINITIONS, ids=[c[0] for c in DEFINITIONS]
)
def test_what_an_operation_starts(_, definition, expected):
    assert rings(defined(definition).resources) == expected


def default_route(integration):
    return paths(integration, "x-amazon-apigateway-any-method", "/$default", isDefaultRoute=True)


def test_an_http_api_has_a_definition_too():
    assert rings(defined(paths, http_api).resources) == SURE
    assert rings(defined(default_route, http_api).resources) == POSSIBLE


def test_below_a_base_path_of_the_definition_no_route_is_known():
    below = {"parameters": {"basepath": "prepend"}}
    assert rings(defined(paths, path="/*/POST/v1/orders", **below).resources) == POSSIBLE


@pytest.mark.parametrize(("right", "expected"), [("orders", ["f → api → jobs"]), ("bills", [])])
def test_what_an_operation_does_as_a_role_needs_its_route(right, expected):
    p = Program(known=True)
    jobs = p.queue("jobs")
    p.starts(jobs, may_call(p, f"/*/POST/{right}"))
    role = p.role("api-role", p.may("sqs:SendMessage", jobs))
    uri = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs"
    rest_api(p, body=json.dumps(paths({"uri": uri, "credentials": role.properties["arn"]})))
    assert rings(p.resources) == expected


@pytest.mark.parametrize("version", ["2", "3"])
def test_an_authorizer_is_asked(version):
    p = Program(known=True)
    asked = {"x-amazon-apigateway-authorizer": {"authorizerUri": invoked(p, p.function("check"))}}
    schemes = {"securitySchemes": {"own": asked}}
    body = {"components": schemes} if version == "3" else {"securityDefinitions": {"own": asked}}
    rest_api(p, body=json.dumps(body))
    assert ("api [routes of an authorizer]", "asks", "check") in edges(p)


def test_a_call_of_an_address_reaches_its_operation():
    def ring(p, path):
        shop = p.bus("shop")
        worker = p.function("f", p.may("events:PutEvents", shop))
        api = rest_api(p, body=json.dumps(paths({"uri": invoked(p, worker)})))
        call = destination(p, "call", f"{HOST}/prod/{path}", api, httpMethod="POST")
        p.rule("back", shop, {"source": ["orders"]}, call)

    assert loops(lambda p: ring(p, "orders")) == ["f → shop → call → api"]
    assert loops(lambda p: ring(p, "bills")) == []


def test_before_a_definition_is_known_it_may_start_what_it_depends_on():
    p = Program(known=False)
    worker = p.function("f", p.may("execute-api:Invoke", arn("execute-api", ID), "/*"))
    rest_api(p, id=ID, executionArn=arn("execute-api", ID), body=UNKNOWN, deps={"body": [worker]})
    assert ("api [a route not known yet]", "starts", "f") in edges(p)


NOT_READ = [
    ("unknown", UNKNOWN, "is not known at preview"),
    ("broken", "{paths: [", "is neither JSON nor YAML"),
    ("nested for ever", '{"paths": [' * 3000, "is neither JSON nor YAML"),
]


@pytest.mark.parametrize(("_", "body", "because"), NOT_READ, ids=[case[0] for case in NOT_READ])
def test_a_definition_that_says_nothing_leaves_it_open(_, body, because):
    p = Program(known=True)
    rest_api(p, body=body)
    (gap,) = flow_of(Stack(p.resources))[0].gaps
    assert (gap.resource.name, gap.prop, gap.because) == ("api", "body", because)
