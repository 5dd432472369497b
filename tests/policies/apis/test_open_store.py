import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_store import open_store
from tests.support.apis import API, http_integration, route
from tests.support.builders import resource
from tests.support.findings import run_rule

PURGE = http_integration("SQS-PurgeQueue")
SEND = http_integration("SQS-SendMessage")

CASES = [
    ("nothing there", [], []),
    (
        "purge",
        [API, PURGE, route(PURGE, "DELETE /")],
        ["DELETE / is open to everybody and deletes all messages (SQS-PurgeQueue)"],
    ),
    ("authorized", [API, PURGE, route(PURGE, authorizationType="AWS_IAM")], []),
    ("sending is no harm", [API, SEND, route(SEND)], []),
    ("an integration without a route", [API, PURGE], []),
    (
        "by a literal id",
        [
            API,
            http_integration("StepFunctions-StopExecution", id="abc"),
            resource(
                "aws:apigatewayv2/route:Route",
                "stop",
                routeKey="DELETE /",
                target="integrations/abc",
            ),
        ],
        ["DELETE / is open to everybody and stops executions (StepFunctions-StopExecution)"],
    ),
    (
        "an integration of another stack",
        [resource("aws:apigatewayv2/route:Route", "r", routeKey="GET /", target="integrations/x")],
        [],
    ),
    (
        "authorization unknown",
        [API, PURGE, route(PURGE, authorizationType=UNKNOWN)],
        ["undecided: authorizationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_store(name, resources, expected):
    assert run_rule(open_store, resources) == expected
