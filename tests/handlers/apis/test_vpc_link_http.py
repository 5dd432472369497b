"""The sample backend behind a load balancer."""

import json

import pytest

from handlers.apis.vpc_link_http.echo import NotABalancerError, handler


def event(method="GET", path="/echo/1", **headers):
    group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/echo/0123456789abcdef"
    return {
        "requestContext": {"elb": {"targetGroupArn": group}},
        "httpMethod": method,
        "path": path,
        "queryStringParameters": {},
        "headers": headers,
        "body": "",
        "isBase64Encoded": False,
    }


def seen(given):
    return json.loads(handler(given, None)["body"])


def test_the_answer_has_the_form_that_a_balancer_wants():
    answer = handler(event(), None)
    assert answer["statusCode"] == 200
    assert answer["statusDescription"] == "200 OK"
    assert answer["isBase64Encoded"] is False
    assert answer["headers"] == {"Content-Type": "application/json"}


def test_the_path_is_told_as_it_came():
    assert seen(event("POST", "/internal/42"))["path"] == "/internal/42"


@pytest.mark.parametrize(
    ("header", "client"),
    [
        (
            {
                "forwarded": "by=10.0.3.9;for=198.51.100.7;host=a.example.com;proto=https",
                "x-forwarded-for": "10.0.3.9",
            },
            "198.51.100.7",
        ),
        ({"forwarded": 'For="[2001:db8::7]:4711", for=10.0.3.9'}, "[2001:db8::7]:4711"),
        ({"forwarded": "by=10.0.3.9", "x-forwarded-for": "198.51.100.7"}, "198.51.100.7"),
        ({"x-forwarded-for": "198.51.100.7, 10.0.3.9"}, "198.51.100.7"),
        ({"X-Forwarded-For": "198.51.100.7"}, "198.51.100.7"),
        ({"x-forwarded-for": None}, ""),
        ({}, ""),
    ],
    ids=["HTTP API", "quoted", "for nobody", "REST API", "other case", "null", "none"],
)
def test_the_client_is_the_first_address(header, client):
    assert seen(event(**header))["client"] == client


def test_other_methods_are_refused():
    assert handler(event("TRACE"), None)["statusDescription"] == "405 Method Not Allowed"


@pytest.mark.parametrize("context", [{}, None, {"http": {}}], ids=["empty", "null", "an HTTP API"])
def test_an_event_of_another_source_is_named_as_such(context):
    with pytest.raises(NotABalancerError, match=r"requestContext\.elb"):
        handler({**event(), "requestContext": context}, None)
