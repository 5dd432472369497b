import pytest

from policies.core import UNKNOWN
from policies.rules.apis.service_integration_role import service_integration_without_role
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import function, role
from tests.support.findings import run_rule

ROLE = role("api-role", "apigateway.amazonaws.com")
SEND = "calls SQS-SendMessage and has no role"
START = "calls states:StartExecution and has no role"
NOT_YET = "undecided: uri is not known at preview"

CASES = [
    ("nothing there", [], []),
    ("HTTP without a role", [http_integration("SQS-SendMessage")], [SEND]),
    ("HTTP with one", [ROLE, http_integration("SQS-SendMessage", credentialsArn=ROLE)], []),
    ("REST without a role", [rest_integration("states:StartExecution")], [START]),
    ("an empty role", [rest_integration("states:StartExecution", credentials="")], [START]),
    ("REST with one", [ROLE, rest_integration("states:StartExecution", credentials=ROLE)], []),
    (
        "a role of another stack",
        [rest_integration("states:StartExecution", credentials="arn:aws:iam::1:role/api")],
        [],
    ),
    (
        "a function needs none",
        [rest_integration("lambda:path/2015-03-31/functions/x/invocations")],
        [],
    ),
    (
        "a function of this stack, its uri unknown",
        [function("f"), rest_integration(function("f"))],
        [],
    ),
    ("a server on the internet", [http_integration(None, integrationType="HTTP_PROXY")], []),
    ("a mock", [rest_integration("x:y", type="MOCK", uri=None)], []),
    ("uri unknown", [rest_integration(UNKNOWN)], [NOT_YET]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_service_integration_without_role(name, resources, expected):
    assert run_rule(service_integration_without_role, resources) == expected
