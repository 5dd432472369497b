"""apis/cors: both flavours, one origin and several, every way to authorize."""

import json

import pytest
from pydantic import ValidationError

from components.apis.cors import PREFLIGHT, CorsApi, CorsApiArgs
from components.foundation.routes import slug_of
from policies.core import Finding
from policies.registry import all_rules
from tests.support.architectures import alone
from tests.support.recorder import policies_view

TWO = ["https://app.example.com", "https://www.example.com"]
JWT = {"issuer": "https://login.example.com", "audience": ["site"]}
POOL = {"user_pool_arns": ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p"]}


def settings(flavour="http", origins=TWO[:1], routes=("GET /hello", "POST /hello"), **more):
    cors = {"origins": list(origins), **more.pop("cors", {})}
    functions = {"hello": {"handler": f"handlers.apis.cors.{flavour}.handler", "routes": routes}}
    return {"flavour": flavour, "cors": cors, "functions": functions, **more}


def api(**given):
    return alone(CorsApi, "site", settings(**given))


def variables(deployed, name):
    return deployed.resource(name, "lambda/function:Function").inputs["environment"]["variables"]


def cors_of(deployed):
    return deployed.resource("site", "apigatewayv2/api:Api").inputs["corsConfiguration"]


def test_http_api_knows_all_origins_and_echoes_the_callers():
    assert cors_of(api(origins=TWO))["allowOrigins"] == TWO


def test_functions_behind_http_set_no_headers_and_are_told_no_origins():
    assert "ALLOWED_ORIGINS" not in variables(api(), "site-hello")


def test_one_origin_on_rest_needs_no_code_for_preflights():
    deployed = api(flavour="rest")
    assert list(deployed.of("lambda/function:Function")) == ["site-hello"]
    integration = deployed.resource("site-options-hello", "integration:Integration").inputs
    assert integration["type"] == "MOCK"
    assert json.loads(integration["requestTemplates"]["application/json"]) == {"statusCode": 200}


def test_several_origins_on_rest_are_answered_by_a_function():
    given = {"cors": {"max_age_seconds": 60, "expose_headers": ["x-id"], "credentials": True}}
    deployed = api(flavour="rest", origins=TWO, auth="iam", **given)
    function = deployed.resource("site-preflight", "lambda/function:Function")
    assert function.inputs["handler"] == PREFLIGHT
    assert variables(deployed, "site-preflight") == {
        "POWERTOOLS_SERVICE_NAME": "site-preflight",
        "ALLOWED_ORIGINS": ",".join(TWO),
        "ALLOW_CREDENTIALS": "true",
        "EXPOSED_HEADERS": "x-id",
        "ALLOWED_METHODS": '{"/hello": ["GET", "OPTIONS", "POST"]}',
        "ALLOWED_HEADERS": "content-type,authorization,x-amz-content-sha256,x-amz-date,"
        "x-amz-security-token",
        "MAX_AGE_SECONDS": "60",
    }
    integration = deployed.resource("site-options-hello", "integration:Integration").inputs
    assert integration["uri"] == function.outputs["invokeArn"]


def test_preflights_of_all_paths_take_one_permission():
    routes = [f"GET /items/{number}" for number in range(40)]
    deployed = api(flavour="rest", origins=TWO, routes=routes)
    arn = deployed.resource("site", "restApi:RestApi").outputs["executionArn"]
    preflight = deployed.resource("site-preflight", "lambda/function:Function").outputs["name"]
    permissions = deployed.of("lambda/permission:Permission").values()
    (own,) = [one for one in permissions if one["function"] == preflight]
    assert own["sourceArn"] == f"{arn}/*/OPTIONS/*"


def test_functions_behind_rest_know_the_origins_and_keep_their_own_variables():
    args = settings(flavour="rest", origins=TWO)
    args["functions"]["hello"]["environment"] = {"GREETING": "hi"}
    deployed = alone(CorsApi, "site", args)
    assert variables(deployed, "site-hello") == {
        "POWERTOOLS_SERVICE_NAME": "site-hello",
        "ALLOWED_ORIGINS": ",".join(TWO),
        "ALLOW_CREDENTIALS": "false",
        "EXPOSED_HEADERS": "",
        "GREETING": "hi",
    }


HEADERS = [
    ("http", {}, "content-type"),
    ("http", {"auth": JWT}, "content-type,authorization"),
    ("rest", {}, "content-type"),
    ("rest", {"auth": POOL}, "content-type,authorization"),
    ("rest", {"api_key": True}, "content-type,x-api-key"),
    ("rest", {"cors": {"headers": ["x-only"]}}, "x-only"),
    ("http", {"cors": {"headers": ["x-only"]}}, "x-only"),
]


@pytest.mark.parametrize(("flavour", "given", "headers"), HEADERS)
def test_headers_allowed_are_those_that_the_settings_call_for(flavour, given, headers):
    deployed = api(flavour=flavour, **given)
    if flavour == "http":
        assert ",".join(cors_of(deployed)["allowHeaders"]) == headers
        return
    answer = deployed.resource("site-options-hello", "IntegrationResponse").inputs
    key = "method.response.header.Access-Control-Allow-Headers"
    assert answer["responseParameters"][key] == f"'{headers}'"


def test_open_function_stands_beside_authorized_ones():
    args = settings(auth=JWT)
    args["functions"]["health"] = {
        "handler": "handlers.apis.cors.http.handler",
        "routes": ["GET /health"],
        "open": True,
    }
    deployed = alone(CorsApi, "site", args)
    routes = deployed.of("apigatewayv2/route:Route")
    assert {name: route["authorizationType"] for name, route in routes.items()} == {
        "site-get-hello": "JWT",
        "site-post-hello": "JWT",
        "site-get-health": "NONE",
    }


def test_outputs_say_where_callers_begin():
    for flavour in ("http", "rest"):
        outputs = api(flavour=flavour).component("site", "apis:CorsApi").outputs
        assert outputs["url"].startswith("https://site")
        assert outputs["api_id"] == "site-id"


REFUSED = [
    ("key on http", {"api_key": True}, "flavour: rest for api_key"),
    ("pool on http", {"auth": POOL}, "flavour: rest for api_key and user_pool_arns"),
    ("issuer on rest", {"flavour": "rest", "auth": JWT}, "flavour: http for an issuer"),
    ("wildcard", {"origins": ["*"]}, "named origins"),
    ("wildcard and credentials", {"origins": ["*"], "cors": {"any_origin": True,
     "credentials": True}}, "named origins and headers"),
    ("no origin", {"origins": []}, "at least 1"),
    ("catch-all method", {"routes": ("ANY /hello",)}, "match pattern"),
    ("own preflight", {"routes": ("OPTIONS /hello",)}, "match pattern"),
    ("catch-all route", {"routes": ("$default",)}, "match pattern"),
    ("no slash", {"routes": ("GET hello",)}, "match pattern"),
    ("slash at the end", {"routes": ("GET /hello/",)}, "match pattern"),
    ("two slashes", {"routes": ("GET //hello",)}, "match pattern"),
    ("open brace", {"routes": ("GET /{id",)}, "match pattern"),
    ("character that REST APIs refuse", {"routes": ("GET /~me",)}, "match pattern"),
    ("greedy in the middle", {"routes": ("GET /{all+}/x",)}, "match pattern"),
    ("more than a policy holds", {"routes": [f"GET /{n}" for n in range(41)]}, "at most 40"),
    ("more than variables hold", {"flavour": "rest", "origins": TWO,
     "routes": [f"GET /{'long' * 30}/{n}" for n in range(40)]}, "fewer or shorter paths"),
    ("route twice", {"routes": ("GET /a", "GET /a")}, "each route once"),
    ("same route by other names", {"routes": ("GET /{a}", "GET /{b}")}, "each route once"),
    ("no route", {"routes": ()}, "at least 1"),
    ("no function", {"functions": {}}, "at least 1"),
    ("misspelt", {"orgins": TWO}, "Extra inputs"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "says"), REFUSED, ids=[c[0] for c in REFUSED])
def test_settings_are_refused(name, given, says):
    with pytest.raises(ValidationError, match=says):
        CorsApiArgs.model_validate(settings(**given) if "functions" not in given else {
            **settings(), **given})  # fmt: skip


@pytest.mark.parametrize("route", ["GET /", "GET /a/{id}", "PUT /{all+}", "DELETE /a-b/c.d/e_f"])
def test_routes_pass(route):
    deployed = api(routes=(route,))
    assert deployed.of("apigatewayv2/route:Route")[f"site-{slug_of(route)}"]["routeKey"] == route


def test_name_of_the_function_for_preflights_is_taken_only_where_there_is_one():
    args = settings(flavour="rest", origins=TWO)
    args["functions"] = {"preflight": args["functions"]["hello"]}
    with pytest.raises(ValidationError, match="another name than preflight"):
        CorsApiArgs.model_validate(args)
    CorsApiArgs.model_validate({**args, "cors": {"origins": TWO[:1]}})


def test_same_route_of_two_functions_is_refused():
    args = settings()
    args["functions"]["other"] = args["functions"]["hello"]
    with pytest.raises(ValidationError, match="each route once: GET /hello catches"):
        CorsApiArgs.model_validate(args)


EVERY = [
    {"origins": TWO, "auth": JWT},
    {"flavour": "rest", "cors": {"credentials": True}, "api_key": True},
    {"flavour": "rest", "origins": TWO, "auth": "iam"},
]


@pytest.mark.parametrize("given", EVERY)
def test_guardrails_find_nothing(given):
    stack = policies_view(api(**given))
    found = [o for rule in all_rules() for o in rule.run(stack) if isinstance(o, Finding)]
    assert [str(finding) for finding in found] == []
