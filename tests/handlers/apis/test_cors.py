"""Handlers of apis/cors: what each answers, and which pages may read it."""

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.apis.cors import http, preflight, rest
from handlers.apis.cors.greeting import GreetingError, Visitor
from handlers.apis.cors.preflight import Preflight
from handlers.shared.cors import Origins

APP, WWW, EVIL = "https://app.example.com", "https://www.example.com", "https://evil.example"
ALLOW = "Access-Control-Allow-Origin"
CONTEXT: Any = SimpleNamespace(
    function_name="hello",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:hello",
    aws_request_id="r-1",
)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


NAMES = [
    ("a name", {"body": '{"name": "Ada"}'}, "Ada"),
    ("spaces around it", {"body": '{"name": " Ada "}'}, "Ada"),
    ("in base64", {"body": encoded('{"name": "Zoë"}'), "isBase64Encoded": True}, "Zoë"),
    ("said not to be base64", {"body": '{"name": "Ada"}', "isBase64Encoded": False}, "Ada"),
    ("100 characters", {"body": json.dumps({"name": "x" * 100})}, "x" * 100),
]


@pytest.mark.parametrize(("case", "event", "name"), NAMES, ids=[c[0] for c in NAMES])
def test_visitor_is_read(case, event, name):
    assert Visitor.parse(event).name == name


NOT_JSON, NO_NAME = "the body is not JSON", "name must be text of 1 to 100 characters"
BODIES = [
    ("none", {}, NOT_JSON),
    ("null", {"body": None}, NOT_JSON),
    ("empty", {"body": ""}, NOT_JSON),
    ("no JSON", {"body": "<xml/>"}, NOT_JSON),
    ("base64 of no text", {"body": encoded("x")[:3], "isBase64Encoded": True}, NOT_JSON),
    ("base64 of no UTF-8", {"body": base64.b64encode(b"\xff\xfe\xfd").decode(),
     "isBase64Encoded": True}, NOT_JSON),
    ("no base64", {"body": '{"name": "Ada"}', "isBase64Encoded": True}, NOT_JSON),
    ("too deep", {"body": "[" * 100_000}, NOT_JSON),
    ("a list", {"body": '["Ada"]'}, NO_NAME),
    ("a text", {"body": '"Ada"'}, NO_NAME),
    ("no name", {"body": "{}"}, NO_NAME),
    ("a number", {"body": '{"name": 7}'}, NO_NAME),
    ("blank", {"body": '{"name": "  "}'}, NO_NAME),
    ("101 characters", {"body": json.dumps({"name": "x" * 101})}, NO_NAME),
]  # fmt: skip


@pytest.mark.parametrize(("case", "event", "says"), BODIES, ids=[c[0] for c in BODIES])
def test_body_that_names_nobody_is_refused(case, event, says):
    with pytest.raises(GreetingError) as error:
        Visitor.parse(event)
    assert str(error.value) == says


def http_event(method="GET", path="/hello", **more):
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"origin": APP},
        "requestContext": {"http": {"method": method, "path": path}, "stage": "$default"},
        "isBase64Encoded": False,
        **more,
    }


HTTP = [
    ("hello", http_event(), 200, "hello world"),
    ("by name", http_event("POST", body='{"name": "Ada"}'), 200, "hello Ada"),
    (
        "in base64",
        http_event("POST", body=encoded('{"name": "Ada"}'), isBase64Encoded=True),
        200,
        "hello Ada",
    ),
    ("no body", http_event("POST"), 400, NOT_JSON),
    ("no name", http_event("POST", body="{}"), 400, NO_NAME),
]


@pytest.mark.parametrize(("case", "event", "status", "message"), HTTP, ids=[c[0] for c in HTTP])
def test_http(case, event, status, message):
    answer = http.handler(event, CONTEXT)
    assert answer["statusCode"] == status
    assert json.loads(answer["body"]) == {"message": message}


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("DELETE", "/hello")])
def test_http_knows_no_other_route(method, path):
    assert http.handler(http_event(method, path), CONTEXT)["statusCode"] == 404


def test_http_leaves_the_headers_to_the_api():
    headers = http.handler(http_event(), CONTEXT).get("headers", {})
    assert not [name for name in headers if name.lower().startswith("access-control")]


def rest_event(method: str | None = "GET", origin: str | None = APP, **more: Any):
    headers = {"Origin": origin} if origin else None
    return {"httpMethod": method, "path": "/hello", "headers": headers, "body": None, **more}


ANSWERS = [
    ("hello", rest_event(), 200, "hello world"),
    ("only the headers", rest_event("HEAD"), 200, "hello world"),
    ("by name", rest_event("POST", body='{"name": "Ada"}'), 200, "hello Ada"),
    (
        "in base64",
        rest_event("POST", body=encoded('{"name": "Ada"}'), isBase64Encoded=True),
        200,
        "hello Ada",
    ),
    ("no body", rest_event("POST"), 400, NOT_JSON),
    ("too deep", rest_event("POST", body="[" * 100_000), 400, NOT_JSON),
    ("another method", rest_event("DELETE"), 405, "GET or POST"),
    ("no method", rest_event(None), 405, "GET or POST"),
]


@pytest.mark.parametrize(
    ("case", "event", "status", "message"), ANSWERS, ids=[c[0] for c in ANSWERS]
)
def test_every_answer_of_rest_carries_the_headers(case, event, status, message):
    answer = rest.respond(event, Origins((APP, WWW)))
    assert answer["statusCode"] == status
    assert json.loads(answer["body"]) == {"message": message}
    assert answer["headers"] == {
        "Content-Type": "application/json",
        "Vary": "Origin",
        ALLOW: APP,
    }


@pytest.mark.parametrize("origin", [EVIL, None])
def test_answer_to_a_page_that_may_not_call_has_no_such_header(origin):
    headers = rest.respond(rest_event(origin=origin), Origins((APP,)))["headers"]
    assert headers == {"Content-Type": "application/json", "Vary": "Origin"}


VARIABLES = {
    "ALLOWED_ORIGINS": f"{APP},{WWW}",
    "ALLOW_CREDENTIALS": "false",
    "EXPOSED_HEADERS": "x-id",
    "ALLOWED_METHODS": '{"/hello": ["GET", "OPTIONS", "POST"], "/items/{id}": ["GET", "OPTIONS"]}',
    "ALLOWED_HEADERS": "content-type,X-Api-Key",
    "MAX_AGE_SECONDS": "300",
}
ALLOWED = {
    "Vary": "Origin",
    ALLOW: APP,
    "Access-Control-Allow-Methods": "GET,OPTIONS,POST",
    "Access-Control-Allow-Headers": "content-type,X-Api-Key",
    "Access-Control-Max-Age": "300",
}
NOTHING = {"Vary": "Origin"}


def asked(
    method: str | None = "POST",
    headers: str | None = "content-type",
    origin: str | None = APP,
    **more: Any,
):
    given = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    found = {key: value for key, value in given.items() if value is not None}
    return {"httpMethod": "OPTIONS", "resource": "/hello", "headers": found, **more}


PREFLIGHTS = [
    ("as the page wants it", asked(), ALLOWED),
    ("the other origin", asked(origin=WWW), {**ALLOWED, ALLOW: WWW}),
    ("without headers", asked(headers=None), ALLOWED),
    ("names in other case", asked("post", " Content-Type , x-api-key "), ALLOWED),
    ("method not there", asked("DELETE"), NOTHING),
    ("method of another path", asked(resource="/items/{id}"), NOTHING),
    ("path not there", asked(resource="/none"), NOTHING),
    ("no path", asked(resource=None), NOTHING),
    ("no method", asked(None), NOTHING),
    ("a header too many", asked(headers="content-type,x-secret"), NOTHING),
    ("page not listed", asked(origin=EVIL), NOTHING),
    ("origin in other case", asked(origin=APP.upper()), NOTHING),
    ("origin with a slash", asked(origin=f"{APP}/"), NOTHING),
    ("no origin", asked(origin=None), NOTHING),
    ("no headers at all", {"resource": "/hello", "headers": None}, NOTHING),
    ("lower case from the client", {"resource": "/hello", "headers": {
        "origin": APP, "access-control-request-method": "GET"}}, ALLOWED),
]  # fmt: skip


@pytest.mark.parametrize(("case", "event", "headers"), PREFLIGHTS, ids=[c[0] for c in PREFLIGHTS])
def test_preflight(case, event, headers):
    answer = Preflight.from_environment(VARIABLES).answer(event)
    assert answer == {"statusCode": 204, "headers": headers, "body": ""}


def test_preflight_of_any_origin_and_any_header():
    variables = {**VARIABLES, "ALLOWED_ORIGINS": "*", "ALLOWED_HEADERS": "*"}
    answer = Preflight.from_environment(variables).answer(asked(headers="x-what", origin=EVIL))
    assert answer["headers"][ALLOW] == "*"
    assert answer["headers"]["Access-Control-Allow-Headers"] == "*"


def test_preflight_tells_that_cookies_may_come():
    variables = {**VARIABLES, "ALLOW_CREDENTIALS": "true"}
    answer = Preflight.from_environment(variables).answer(asked())
    assert answer["headers"]["Access-Control-Allow-Credentials"] == "true"


def test_lambda_starts_both_with_their_variables(monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    preflight.configured.cache_clear()
    rest.configured.cache_clear()
    try:
        assert preflight.handler(asked(), CONTEXT)["headers"] == ALLOWED
        assert rest.handler(rest_event(), CONTEXT)["headers"][ALLOW] == APP
    finally:
        preflight.configured.cache_clear()
        rest.configured.cache_clear()
