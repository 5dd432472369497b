import pytest

from policies.core import UNKNOWN
from policies.rules.events.get_with_body import get_with_body
from tests.support.builders import resource
from tests.support.findings import run_rule

MADE = {"inputTransformer": {"inputTemplate": '{"a": 1}'}}


def pair(method, **props):
    hook = resource(
        "aws:cloudwatch/eventApiDestination:EventApiDestination", "hook", httpMethod=method
    )
    return [hook, resource("aws:cloudwatch/eventTarget:EventTarget", "t", arn=hook, **props)]


CASES = [
    ("nothing there", [], []),
    ("a GET and nothing made", pair("GET"), []),
    (
        "a GET and a template",
        pair("GET", **MADE),
        ["has an inputTransformer for hook, which is called by GET"],
    ),
    (
        "a HEAD and a constant",
        pair("HEAD", input="{}"),
        ["has an input for hook, which is called by HEAD"],
    ),
    ("a POST", pair("POST", **MADE), []),
    (
        "values for the query string",
        pair("GET", httpTarget={"queryStringParameters": {"id": "$.id"}}, **MADE),
        [],
    ),
    ("a destination of another stack", [pair("GET", **MADE)[1]], []),
    (
        "method unknown",
        pair(UNKNOWN, **MADE),
        ["undecided: httpMethod is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_get_with_body(name, resources, expected):
    assert run_rule(get_with_body, resources) == expected
