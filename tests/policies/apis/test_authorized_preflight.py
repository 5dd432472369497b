import pytest

from policies.core import UNKNOWN
from policies.rules.apis.authorized_preflight import authorized_preflight
from tests.support.builders import resource
from tests.support.findings import run_rule

CORS = {"allowOrigins": ["https://a.b"]}
API = resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=CORS)


def method(**props):
    return [resource("aws:apigateway/method:Method", "preflight", **props)]


def route(key, authorization=None, api=API, name="route"):
    props = {} if authorization is None else {"authorizationType": authorization}
    return resource("aws:apigatewayv2/route:Route", name, apiId=api, routeKey=key, **props)


def refused(key, kind="JWT"):
    return (
        f"{key} also takes preflights and asks for {kind} authorization; "
        "web has CORS and no open route OPTIONS for them"
    )


CASES = [
    ("open OPTIONS", method(httpMethod="OPTIONS", authorization="NONE"), []),
    ("authorized GET", method(httpMethod="GET", authorization="CUSTOM"), []),
    (
        "authorized OPTIONS",
        method(httpMethod="OPTIONS", authorization="CUSTOM"),
        ["OPTIONS has authorization CUSTOM, expected NONE"],
    ),
    (
        "OPTIONS with a key",
        method(httpMethod="OPTIONS", authorization="NONE", apiKeyRequired=True),
        ["OPTIONS needs an API key (apiKeyRequired)"],
    ),
    ("authorized $default", [API, route("$default", "JWT")], [refused("$default")]),
    (
        "authorized catch-all",
        [API, route("ANY /{proxy+}", "AWS_IAM")],
        [refused("ANY /{proxy+}", "AWS_IAM")],
    ),
    ("open $default", [API, route("$default")], []),
    ("authorized single route", [API, route("GET /orders", "JWT")], []),
    (
        "authorized $default with open OPTIONS",
        [API, route("$default", "JWT"), route("OPTIONS /{any+}", "NONE", name="options")],
        [],
    ),
    (
        "open OPTIONS for a part only",
        [API, route("$default", "JWT"), route("OPTIONS /a/{any+}", name="options")],
        [refused("$default")],
    ),
    (
        "open OPTIONS for that part",
        [API, route("ANY /a/b/{p+}", "JWT"), route("OPTIONS /a/{any+}", name="options")],
        [],
    ),
    (
        "open OPTIONS of another API",
        [
            API,
            resource("aws:apigatewayv2/api:Api", "other"),
            route("$default", "JWT"),
            route(
                "OPTIONS /{any+}",
                api=resource("aws:apigatewayv2/api:Api", "other"),
                name="options",
            ),
        ],
        [refused("$default")],
    ),
    (
        "no CORS",
        [
            resource("aws:apigatewayv2/api:Api", "plain"),
            route("$default", "JWT", api=resource("aws:apigatewayv2/api:Api", "plain")),
        ],
        [],
    ),
    (
        "unknown",
        [
            *method(httpMethod="OPTIONS", authorization=UNKNOWN),
            resource("aws:apigatewayv2/api:Api", "web", corsConfiguration=UNKNOWN),
            route("$default", "JWT"),
        ],
        [
            "undecided: authorization is not known at preview",
            "undecided: corsConfiguration is not known at preview",
        ],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_authorized_preflight(name, resources, expected):
    assert run_rule(authorized_preflight, resources) == expected
