"""Custom domains: what an address of one's own leads to."""

import pytest

from policies.flow.graph import Flow
from policies.flow.loops import loops_of
from policies.flow.parts import Joined
from policies.values import UNKNOWN
from policies.view import Stack
from tests.policies.flow.shared import (
    before_and_after,
    calls,
    destination,
    edges,
    loops,
    part_of,
    programs,
    unfollowed,
)
from tests.policies.flow.test_more_services import machine, task
from tests.policies.flow.test_routes import http_route, rest_route
from tests.support.builders import arn
from tests.support.program import Program, rings

NAME = "api.example.com"
RING = "f → shop → call → api.example.com → api"


def domain(p, family="apigateway", name=NAME):
    return p.make(f"aws:{family}/domainName:DomainName", name, domainName=name)


def mapped(p, api, on, base=None, name="mapping"):
    """`api` under `base` of a domain: a resource, or the name of one that is made elsewhere."""
    link = {"domainName": on} if isinstance(on, str) else {"domainName": on.name}
    behind = {} if isinstance(on, str) else {"deps": {"domainName": [on]}}
    if "v2" in api.type:
        given = {"apiMappingKey": base} if base is not None else {}
        return part_of(p, api, "apiMapping:ApiMapping", name, **link, **behind, **given)
    given = {"basePath": base} if base is not None else {}
    return part_of(p, api, "basePathMapping:BasePathMapping", name, **link, **behind, **given)


def shop(p, url, make=rest_route, base=None, *, route=("POST", "orders"), on=domain):
    """A function whose events an API destination at `url` calls; it is behind `api`."""
    bus = p.bus("shop")
    api = make(p, p.function("f", p.may("events:PutEvents", bus)), *route)
    mapped(p, api, on(p), base)
    call = destination(p, "call", url, httpMethod="POST")
    p.rule("back", bus, {"source": ["orders"]}, call)


def version_two(p):
    return domain(p, "apigatewayv2")


REST, HTTP = (rest_route, ("POST", "orders")), (http_route, ("POST /orders",))
ADDRESSES = [
    ("the route", REST, f"https://{NAME}/orders", None, domain, [RING]),
    ("another route", REST, f"https://{NAME}/bills", None, domain, []),
    ("below a base path", REST, f"https://{NAME}/v1/orders", "v1", domain, [RING]),
    ("not below it", REST, f"https://{NAME}/orders", "v1", domain, []),
    ("another base path", REST, f"https://{NAME}/v10/orders", "v1", domain, []),
    ("with any path", REST, f"https://{NAME}/*", "v1", domain, [f"? {RING}"]),
    ("no base path, in words", REST, f"https://{NAME}/orders", "(none)", domain, [RING]),
    ("unknown base path", REST, f"https://{NAME}/v1/orders", UNKNOWN, domain, [f"? {RING}"]),
    ("an HTTP API", HTTP, f"https://{NAME}/v1/orders", "v1", version_two, [RING]),
    ("other capitals", REST, "https://API.example.com/orders", None, domain, [RING]),
    ("a domain of nobody", REST, "https://www.example.com/orders", None, domain, []),
    ("a domain made elsewhere", REST, f"https://{NAME}/orders", None, lambda _: NAME, [RING]),
]


@before_and_after
@pytest.mark.parametrize(
    ("_", "api", "url", "base", "on", "expected"), ADDRESSES, ids=[case[0] for case in ADDRESSES]
)
def test_addresses_that_are_called(_, api, url, base, on, expected, known):
    p = Program(known)
    shop(p, url, api[0], base, route=api[1], on=on)
    assert rings(p.resources) == expected


def test_a_domain_with_a_wildcard_takes_every_name_below_it():
    def wild(p):
        return domain(p, name="*.example.com")

    p = Program(known=True)
    shop(p, f"https://{NAME}/orders", on=wild)
    assert rings(p.resources) == ["f → shop → call → *.example.com → api"]


@pytest.mark.parametrize(
    ("path", "expected"), [("orders", []), ("v1/orders", ["news → api.example.com → api"])]
)
def test_the_longest_base_path_takes_a_request(path, expected):
    p = Program(known=True)
    news, own = p.topic("news"), domain(p)
    other = p.make("aws:apigateway/restApi:RestApi", "other", id="z9")
    p.make(
        "aws:apigateway/basePathMapping:BasePathMapping",
        "rest",
        restApi="z9",
        domainName=NAME,
        deps={"restApi": [other], "domainName": [own]},
    )
    api = rest_route(p, p.function("f", p.may("sns:Publish", news)), "POST", "orders")
    mapped(p, api, own, "v1", name="first")
    calls(p, news, f"https://{NAME}/{path}")
    assert rings(p.resources) == [f"f → {ring}" for ring in expected]


def behind_a_domain(p, *rights):
    """An API at a domain of its own, with one route: `POST /orders`."""
    api = rest_route(p, p.function("f", *rights), "POST", "orders")
    mapped(p, api, domain(p))


def state_machine_that_calls_it(p):
    call = task("arn:aws:states:::http:invoke", ApiEndpoint=f"https://{NAME}/orders", Method="POST")
    flow = machine(p, "flow", {"x": call})
    behind_a_domain(p, p.may("states:StartExecution", flow))


def state_machine_that_calls_another_route(p):
    call = task("arn:aws:states:::http:invoke", ApiEndpoint=f"https://{NAME}/bills", Method="POST")
    flow = machine(p, "flow", {"x": call})
    behind_a_domain(p, p.may("states:StartExecution", flow))


def device_messages_that_call_it(p):
    behind_a_domain(p, p.may("iot:Publish", arn("iot", "topic"), "/a"))
    actions = [{"url": f"https://{NAME}/orders"}]
    p.make("aws:iot/topicRule:TopicRule", "incoming", enabled=True, https=actions)


def domain_behind_a_distribution(p):
    news = p.topic("news")
    behind_a_domain(p, p.may("sns:Publish", news))
    origins = [{"domainName": NAME, "originId": "api"}]
    site = p.make(
        "aws:cloudfront/distribution:Distribution",
        "site",
        domainName="d1.cloudfront.net",
        origins=origins,
    )
    calls(p, news, "https://d1.cloudfront.net/orders", site)


OTHERS = [
    (state_machine_that_calls_it, ["f → flow → api.example.com → api"]),
    (state_machine_that_calls_another_route, []),
    (device_messages_that_call_it, ["? f → messages → incoming → api.example.com → api"]),
    (domain_behind_a_distribution, ["? f → news → site → api.example.com → api"]),
]


@programs(OTHERS)
def test_others_that_call_addresses(write, expected):
    assert loops(write) == expected


def test_a_domain_that_no_api_is_known_to_have_is_drawn_nowhere_and_listed():
    p = Program(known=True)
    domain(p)
    destination(p, "call", f"https://{NAME}/orders")
    calls(p, p.topic("news"), "https://www.example.com/")
    machine(p, "flow", {"x": task("arn:aws:states:::http:invoke", ApiEndpoint=f"https://{NAME}")})
    assert edges(p) == []
    assert unfollowed(p) == {
        "API destination elsewhere": 1,
        "https endpoint of a subscription": 1,
        "task http:invoke of a state machine": 1,
    }


@pytest.mark.parametrize("first", ["caller", "called"])
def test_a_domain_of_another_stack_is_reached(first):
    caller, called = Program(known=True), Program(known=True)
    shop = caller.bus("shop")
    call = destination(caller, "call", f"https://{NAME}/orders", httpMethod="POST")
    caller.rule("back", shop, {"source": ["orders"]}, call)
    behind_a_domain(called, called.may("events:PutEvents", shop))
    parts = [Stack(caller.resources), Stack(called.resources)]
    flow = Flow(Joined(parts if first == "caller" else parts[::-1]))
    (loop,) = loops_of(flow)
    assert {node.place.name for node in loop.nodes} == {"f", "shop", "call", NAME, "api"}
    assert loop.certain
