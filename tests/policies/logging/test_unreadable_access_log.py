import pytest

from policies.core import UNKNOWN
from policies.rules.logging.unreadable_access_log import unreadable_access_log
from tests.support.apis import API, REST_API
from tests.support.findings import run_rule
from tests.support.stages import WHOLE, http_stage, line, rest_stage

NOT_YET = "undecided: accessLogSettings.format is not known at preview"
NO_ID = "its access log has no request id"
LINES = "the format of its access log has several lines"
NOT_JSON = "its access log is meant as JSON and is none"
ERROR = '{"id": "$context.requestId", "error": $context.error.messageString}'
CLF = '$context.identity.sourceIp [$context.requestTime] "$context.routeKey" $context.requestId'
CASES = [
    ("nothing there", [], []),
    ("no access log", [REST_API, rest_stage()], []),
    ("JSON in one line", [REST_API, rest_stage(line(*WHOLE))], []),
    ("no id", [REST_API, rest_stage(line("status"))], [NO_ID]),
    ("the longer id", [API, http_stage(line("extendedRequestId"))], []),
    ("near miss: the backend's id", [http_stage(line("integration.requestId"))], [NO_ID]),
    ("several lines", [rest_stage('{\n"id": "$context.requestId"\n}')], [LINES]),
    ("a line break at the end", [rest_stage(line("requestId") + "\n")], []),
    ("bare number", [rest_stage('{"id": "$context.requestId", "s": $context.status}')], [NOT_JSON]),
    ("a brace too few", [rest_stage('{"id": "$context.requestId"')], [NOT_JSON]),
    ("the text that quotes itself", [rest_stage(ERROR)], []),
    ("CLF", [http_stage(CLF)], []),
    ("unknown", [rest_stage(UNKNOWN)], [NOT_YET]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unreadable_access_log(name, resources, expected):
    assert run_rule(unreadable_access_log, resources) == expected
