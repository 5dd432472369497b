import pytest

from policies.core import UNKNOWN
from policies.rules.apis.open_without_limit import open_without_limit
from tests.support.apis import API, http_integration, route, stage
from tests.support.findings import run_rule

SEND = http_integration("SQS-SendMessage")
LIMIT = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}
FAULT = "limits nothing; POST / is open and leads to SQS-SendMessage"

CASES = [
    ("nothing there", [], []),
    ("open and unlimited", [API, SEND, route(SEND), stage()], [FAULT]),
    ("limited", [API, SEND, route(SEND), stage(defaultRouteSettings=LIMIT)], []),
    (
        "a limit of zero is none",
        [API, SEND, route(SEND), stage(defaultRouteSettings={"throttlingRateLimit": 0})],
        [FAULT],
    ),
    (
        "limited by route",
        [API, SEND, route(SEND), stage(routeSettings=[{"routeKey": "POST /", **LIMIT}])],
        [],
    ),
    (
        "a limit that is unknown is one",
        [API, SEND, route(SEND), stage(defaultRouteSettings={"throttlingRateLimit": UNKNOWN})],
        [],
    ),
    ("authorized", [API, SEND, route(SEND, authorizationType="JWT"), stage()], []),
    ("a stage without routes", [API, stage()], []),
    (
        "a function behind it",
        [API, http_integration(None, "f"), route(http_integration(None, "f")), stage()],
        [],
    ),
    (
        "authorization unknown",
        [API, SEND, route(SEND, authorizationType=UNKNOWN), stage()],
        ["undecided: authorizationType is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_open_without_limit(name, resources, expected):
    assert run_rule(open_without_limit, resources) == expected
