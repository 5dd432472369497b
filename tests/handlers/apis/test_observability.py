"""The sample function whose calls are looked at in the access log."""

import json
from types import SimpleNamespace

import pytest

from handlers.apis.observability.handler import AskedForError, answer, handler

CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn", aws_request_id="r"
)


def event(path="/"):
    return {"path": path, "httpMethod": "GET", "requestContext": {"requestId": "abc-1"}}


def test_the_answer_names_the_line_of_the_access_log():
    given = handler(event(), CONTEXT)
    assert given["statusCode"] == 200
    assert json.loads(given["body"])["requestId"] == "abc-1"


@pytest.mark.parametrize("path", ["/fail", "/deep/fail/"])
def test_a_failure_that_was_asked_for_is_raised(path):
    with pytest.raises(AskedForError, match=path):
        handler(event(path), CONTEXT)


@pytest.mark.parametrize("path", ["/", "/failed", "/fail/1"])
def test_nothing_else_fails(path):
    assert answer(path, "1")["statusCode"] == 200


def test_what_is_no_request_of_a_rest_api_is_not_answered():
    with pytest.raises(KeyError):
        handler({"Records": []}, CONTEXT)
