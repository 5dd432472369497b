import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_function_without_limit import open_function_without_limit
from tests.support.apis import API, REST_API, http_integration, route, stage
from tests.support.builders import function, resource
from tests.support.findings import run_rule

WORK = function("worker")
CALL = http_integration(None, "call", integrationUri=WORK)
LIMIT = {"throttlingRateLimit": 10, "throttlingBurstLimit": 20}


def http(*, by=None, to=CALL, **limits):
    return [API, WORK, to, route(to, "GET /", authorizationType=by), stage(**limits)]


def rest(api=REST_API, **method):
    place = {"restApi": api, "resourceId": "1", "httpMethod": method.pop("httpMethod", "GET")}
    return [
        api,
        WORK,
        resource("aws:apigateway/method:Method", "m", **place, **method),
        resource("aws:apigateway/integration:Integration", "i", uri=WORK, **place),
    ]


def settings(**settings):
    return resource(
        "aws:apigateway/methodSettings:MethodSettings",
        "s",
        restApi=REST_API,
        methodPath="*/*",
        settings=settings,
    )


FAULT = ["limits nothing; GET / is open and runs worker"]
REST_FAULT = ["limits nothing; GET is open and runs worker"]
RESERVED = function("worker", reservedConcurrentExecutions=5)
PRIVATE = resource(
    "aws:apigateway/restApi:RestApi", "rest", endpointConfiguration={"types": "PRIVATE"}
)

CASES = [
    ("nothing there", [], []),
    ("open and unlimited", http(), FAULT),
    ("authorized", http(by="JWT"), []),
    ("limited", http(defaultRouteSettings=LIMIT), []),
    ("concurrency is reserved", [RESERVED, *http()[2:], API], []),
    ("no function behind it", http(to=http_integration("SQS-SendMessage")), []),
    ("a REST API", rest(), REST_FAULT),
    ("a REST API, authorized", rest(authorization="AWS_IAM"), []),
    ("a REST API, with a key", rest(apiKeyRequired=True), []),
    ("a preflight", rest(httpMethod="OPTIONS"), []),
    ("a REST API, limited", [*rest(), settings(throttlingRateLimit=10)], []),
    ("settings without a limit", [*rest(), settings(loggingLevel="ERROR")], REST_FAULT),
    ("a private API", rest(PRIVATE), []),
    (
        "authorization unknown",
        http(by=UNKNOWN),
        ["undecided: authorizationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_function_without_limit(name, resources, expected):
    assert run_rule(open_function_without_limit, resources) == expected
