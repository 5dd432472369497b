"""HTTP and REST APIs: who may call what, preflights, and deployments that follow every change."""

import json
import re

import pytest
from pydantic import ValidationError

from components.errors import Wrong
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.http_api import HttpApi, HttpApiArgs, HttpRoute, Jwt
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import Cognito, RestApiArgs, RestRoute
from components.foundation.routes import fit_together, slug_of
from components.settings import Context, Settings
from tests.support.recorder import deploy, inside

HANDLER = "handlers.apis.cors.rest.handler"
ONE = Cors(origins=("https://app.example.com",))
POOL = Cognito(user_pool_arns=("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p",))
JWT = Jwt(issuer="https://login.example.com", audience=("site",))
ROUTES = ("GET /items/{id}", "POST /items")


def rest(routes=ROUTES, open_routes=(), context=None, **settings):
    def build():
        worker = Function("worker", FunctionArgs(handler=HANDLER))
        found = tuple(RestRoute(key, worker, key in open_routes) for key in routes)
        RestApi("api", RestApiArgs(routes=found, **settings), inside(context) if context else None)

    return deploy(build)


def http(routes=ROUTES, open_routes=(), **settings):
    def build():
        worker = Function("worker", FunctionArgs(handler=HANDLER))
        found = tuple(HttpRoute(key, worker, key in open_routes) for key in routes)
        HttpApi("api", HttpApiArgs(routes=found, **settings))

    return deploy(build)


def methods(deployed):
    """`GET`, `OPTIONS`… of each path's slug -> the method's inputs."""
    return deployed.of("apigateway/method:Method")


@pytest.mark.parametrize("make", [http, rest])
def test_every_route_may_start_the_function_for_just_its_method_and_path(make):
    deployed = make()
    token = "apigateway/restApi:RestApi" if make is rest else "apigatewayv2/api:Api"
    arn = deployed.resource("api", token).outputs["executionArn"]
    found = deployed.of("lambda/permission:Permission").values()
    assert {inputs["sourceArn"] for inputs in found} == {
        f"{arn}/*/GET/items/*",
        f"{arn}/*/POST/items",
    }
    assert {inputs["principal"] for inputs in found} == {"apigateway.amazonaws.com"}


AUTHORIZATION = [
    (http, "none", ["NONE", "NONE"]),
    (http, "iam", ["AWS_IAM", "NONE"]),
    (http, JWT, ["JWT", "NONE"]),
    (rest, "none", ["NONE", "NONE"]),
    (rest, "iam", ["AWS_IAM", "NONE"]),
    (rest, POOL, ["COGNITO_USER_POOLS", "NONE"]),
]


@pytest.mark.parametrize(("make", "auth", "kinds"), AUTHORIZATION)
def test_open_routes_are_open_and_the_others_are_not(make, auth, kinds):
    deployed = make(auth=auth, open_routes=("POST /items",))
    token, key = (
        ("apigateway/method:Method", "authorization")
        if make is rest
        else ("apigatewayv2/route:Route", "authorizationType")
    )
    found = deployed.of(token)
    assert [found[f"api-{slug_of(route)}"][key] for route in ROUTES] == kinds


def test_functions_behind_http_apis_get_the_payload_they_are_written_for():
    (integration,) = http().of("apigatewayv2/integration:Integration").values()
    assert integration["payloadFormatVersion"] == "2.0"


@pytest.mark.parametrize(
    ("auth", "headers"),
    [
        ("none", ["content-type"]),
        (JWT, ["content-type", "authorization"]),
        (
            "iam",
            ["content-type", "authorization", "x-amz-content-sha256", "x-amz-date",
             "x-amz-security-token"],
        ),
    ],
)  # fmt: skip
def test_http_api_answers_preflights_with_what_its_routes_need(auth, headers):
    cors = http(auth=auth, cors=ONE).resource("api", "v2/api:Api").inputs["corsConfiguration"]
    assert cors["allowOrigins"] == ["https://app.example.com"]
    assert cors["allowMethods"] == ["GET", "OPTIONS", "POST"]
    assert cors["allowHeaders"] == headers


@pytest.mark.parametrize("auth", ["iam", POOL])
def test_rest_preflights_are_open_whatever_the_routes_are(auth):
    deployed = rest(auth=auth, api_key=True, cors=ONE)
    found = {name: m for name, m in methods(deployed).items() if m["httpMethod"] == "OPTIONS"}
    assert set(found) == {"api-options-items", "api-options-items-_id"}
    assert {m["authorization"] for m in found.values()} == {"NONE"}
    assert {m.get("apiKeyRequired", False) for m in found.values()} == {False}


def test_preflight_names_the_methods_of_its_own_path():
    answers = rest(cors=ONE).of("integrationResponse:IntegrationResponse")
    allow = "method.response.header.Access-Control-Allow-Methods"
    assert {name: a["responseParameters"][allow] for name, a in answers.items()} == {
        "api-options-items": "'OPTIONS,POST'",
        "api-options-items-_id": "'GET,OPTIONS'",
    }


def test_preflight_declares_just_the_headers_it_sends():
    deployed = rest(cors=Cors(origins=("https://a.example.com",), credentials=True))
    declared = deployed.of("methodResponse:MethodResponse")
    sent = deployed.of("integrationResponse:IntegrationResponse")
    assert {name: set(inputs["responseParameters"]) for name, inputs in declared.items()} == {
        name: set(inputs["responseParameters"]) for name, inputs in sent.items()
    }
    key = "method.response.header.Access-Control-Allow-Credentials"
    assert {inputs["responseParameters"][key] for inputs in sent.values()} == {"'true'"}


def test_errors_of_the_gateway_carry_the_headers_too():
    cors = Cors(origins=("https://a.example.com",), credentials=True, expose_headers=("x-id",))
    found = rest(cors=cors).of("apigateway/response:Response")
    assert {inputs["responseType"] for inputs in found.values()} == {"DEFAULT_4XX", "DEFAULT_5XX"}
    for inputs in found.values():
        assert inputs["responseParameters"] == {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example.com'",
            "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
            "gatewayresponse.header.Access-Control-Expose-Headers": "'x-id'",
        }


def test_key_is_asked_for_and_throttled_where_wanted():
    deployed = rest(api_key=True, open_routes=("POST /items",), rate_limit=7, burst_limit=9)
    wanted = {name: m.get("apiKeyRequired") for name, m in methods(deployed).items()}
    assert wanted == {"api-get-items-_id": True, "api-post-items": False}
    assert deployed["api-plan"]["throttleSettings"] == {"rateLimit": 7, "burstLimit": 9}
    assert deployed["api-plan-key"]["keyId"] == "api-key-id"


def digest(deployed):
    return deployed["api-deployment"]["triggers"]["definition"]


CHANGES = [
    ("a route more", {"routes": (*ROUTES, "DELETE /items")}),
    ("a route less", {"routes": ROUTES[:1]}),
    ("another path", {"routes": ("GET /items/{id}", "POST /orders")}),
    ("who may call", {"auth": "iam"}),
    ("an open route", {"open_routes": ("POST /items",), "auth": "iam"}),
    ("another pool", {"auth": POOL}),
    ("a key", {"api_key": True}),
    ("preflights", {"cors": ONE}),
    ("another origin", {"cors": Cors(origins=("https://www.example.com",))}),
    ("credentials", {"cors": Cors(origins=ONE.origins, credentials=True)}),
    ("time a preflight is kept", {"cors": Cors(origins=ONE.origins, max_age_seconds=1)}),
    ("headers that scripts may read", {"cors": Cors(origins=ONE.origins, expose_headers=("x",))}),
    ("a model", {"models": {"Item": {"type": "object"}}}),
]  # fmt: skip


def test_deployment_follows_each_part():
    found = [digest(rest())] + [digest(rest(**change)) for _, change in CHANGES]
    assert len(set(found)) == len(found)


SAME = [
    ("nothing", {}),
    ("order of routes", {"routes": ROUTES[::-1]}),
    ("limits, which are the stage's", {"rate_limit": 1, "burst_limit": 1}),
    ("how long logs are kept", {"context": Context(settings=Settings(log_retention_days=1))}),
]


@pytest.mark.parametrize(("name", "change"), SAME, ids=[c[0] for c in SAME])
def test_deployment_follows_nothing_else(name, change):
    assert digest(rest(cors=ONE, **change)) == digest(rest(cors=ONE))


def test_deployment_waits_for_every_method_and_answer():
    deployed = rest(cors=ONE, auth=POOL)
    after = set(deployed.resource("api-deployment").dependencies)
    parts = ("Method", "Integration", "MethodResponse", "IntegrationResponse", "Response")
    needed = {
        item.urn
        for item in deployed.resources
        if item.type.startswith("aws:apigateway/") and item.type.rpartition(":")[2] in parts
    }
    assert needed <= after


@pytest.mark.parametrize("make", [http, rest])
def test_requests_are_logged_and_limited(make):
    deployed = make(rate_limit=7, burst_limit=9)
    stage = deployed["api-stage"]
    group = deployed.resource("api-access-logs").outputs["arn"]
    assert stage["accessLogSettings"]["destinationArn"] == group
    assert "requestId" in json.loads(stage["accessLogSettings"]["format"])
    limits = deployed["api-limits"]["settings"] if make is rest else stage["defaultRouteSettings"]
    assert (limits["throttlingRateLimit"], limits["throttlingBurstLimit"]) == (7, 9)


def test_bodies_of_requests_stay_out_of_the_logs():
    assert rest()["api-limits"]["settings"]["dataTraceEnabled"] is False


CONFLICTS = [
    ("twice", ["GET /a", "GET /a"], "each route once: GET /a catches what GET /a (a) does"),
    ("twice under other names", ["GET /a/{x}", "GET /a/{y}"],
     "each route once: GET /a/{y} catches what GET /a/{x} (a) does"),
    ("two names of one place", ["GET /a/{x}", "POST /a/{y}/b"],
     "one name after /a in all routes: a has {x}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "keys", "says"), CONFLICTS, ids=[c[0] for c in CONFLICTS])
def test_routes_that_cannot_stand_in_one_api_are_refused(name, keys, says):
    with pytest.raises(Wrong, match=f"^{re.escape(says)}$") as refused:
        fit_together(zip("ab", keys, strict=True))
    assert refused.value.at == "b"


@pytest.mark.parametrize(
    "keys",
    [
        ["GET /a", "POST /a", "GET /a/b", "GET /a/{x}", "GET /a/{x}/c"],
        ["GET /a-b", "GET /a/b", "GET /A/b"],
    ],
)
def test_different_routes_stand_in_one_api(keys):
    fit_together((key, key) for key in keys)


def test_different_routes_never_share_a_name():
    keys = [
        "GET /", "GET /a", "POST /a", "GET /a/b", "GET /a-b", "GET /a_b", "GET /a.b", "GET /A/b",
        "GET /{a}", "GET /{a}/b", "GET /{a+}", "GET /a/_b", "GET /a/{b}",
    ]  # fmt: skip
    assert len({slug_of(key) for key in keys}) == len(keys)
    assert slug_of("GET /items/{id}") == "get-items-_id"


def accepted(**settings):
    try:
        return bool(Cors(**settings))
    except ValidationError:
        return False


ORIGINS = [
    ("https://app.example.com", True),
    ("http://localhost:3000", True),
    ("http://127.0.0.1", True),
    ("https://app.example.com/", False),
    ("https://app.example.com/path", False),
    ("https://App.example.com", False),
    ("https://*.example.com", False),
    ("https://app.example.com:443", False),
    ("http://app.example.com:80", False),
    ("https://app.example.com:8443", True),
    ("app.example.com", False),
    (" https://app.example.com", False),
    ("https://app.example.com\n", False),
    ("https://a.example.com https://b.example.com", False),
    ("null", False),
    ("", False),
]


@pytest.mark.parametrize(("origin", "good"), ORIGINS)
def test_origin_is_written_as_browsers_send_it(origin, good):
    assert accepted(origins=(origin,)) is good


@pytest.mark.parametrize(
    ("settings", "good"),
    [
        ({"origins": ("*",)}, False),
        ({"origins": ("*",), "any_origin": True}, True),
        ({"origins": ("*",), "any_origin": True, "credentials": True}, False),
        ({"origins": ONE.origins, "credentials": True}, True),
        ({"origins": ONE.origins, "credentials": True, "headers": ("*",)}, False),
        ({"origins": ONE.origins, "headers": ("x-id", "*")}, True),
        ({"origins": ONE.origins, "headers": ("x id",)}, False),
        ({"origins": ONE.origins, "expose_headers": ("x'id",)}, False),
        ({"origins": ()}, False),
        ({"origins": ONE.origins, "max_age_seconds": 86401}, False),
    ],
)
def test_wildcards_are_meant_and_go_together(settings, good):
    assert accepted(**settings) is good
