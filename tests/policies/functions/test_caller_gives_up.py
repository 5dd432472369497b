import pytest

from policies.core import UNKNOWN
from policies.rules.functions.caller_gives_up import caller_gives_up
from tests.support.builders import function, resource
from tests.support.findings import run_rule

REST = "aws:apigateway/integration:Integration"
HTTP = "aws:apigatewayv2/integration:Integration"


def rest(seconds, **props):
    slow = function("slow", timeout=seconds)
    return [slow, resource(REST, "get", uri=slow, **props)]


def http(seconds, **props):
    slow = function("slow", timeout=seconds)
    return [slow, resource(HTTP, "get", integrationUri=slow, **props)]


ASYNC = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}

CASES = [
    ("nothing there", [], []),
    ("the defaults", rest(None), []),
    ("REST waits 29 s", rest(29), []),
    ("longer than REST waits", rest(30), ["waits 29 s for slow, which may run 30 s"]),
    ("HTTP waits 30 s", http(30), []),
    ("longer than HTTP waits", http(60), ["waits 30 s for slow, which may run 60 s"]),
    (
        "a shorter wait",
        http(10, timeoutMilliseconds=5000),
        ["waits 5 s for slow, which may run 10 s"],
    ),
    ("a longer wait by quota", rest(60, timeoutMilliseconds=60000), []),
    ("an asynchronous call", rest(900, requestParameters=ASYNC), []),
    ("another service", [resource(REST, "get", uri="arn:aws:apigateway:eu-west-1:sqs:path/x")], []),
    ("timeout unknown", rest(UNKNOWN), ["undecided: timeout is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_caller_gives_up(name, resources, expected):
    assert run_rule(caller_gives_up, resources) == expected
