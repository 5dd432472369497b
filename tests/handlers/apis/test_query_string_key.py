"""The authorizer that copies the key, and nothing else."""

import pytest

from handlers.apis.query_string_key.authorizer import Unauthorized, answer
from handlers.apis.query_string_key.hello import handler as hello

METHOD = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/live/GET/hello"


def event(query):
    return {"type": "REQUEST", "methodArn": METHOD, "queryStringParameters": query}


def test_the_key_goes_to_the_usage_plan_as_it_came():
    assert answer(event({"apiKey": "abc 123+/="}), "apiKey")["usageIdentifierKey"] == "abc 123+/="


def test_leave_is_for_the_called_method_only():
    (statement,) = answer(event({"apiKey": "k"}), "apiKey")["policyDocument"]["Statement"]
    assert statement == {
        "Action": "execute-api:Invoke",
        "Effect": "Allow",
        "Resource": [METHOD],
    }


def test_the_principal_tells_callers_apart_without_being_the_key():
    first, second = (answer(event({"apiKey": k}), "apiKey")["principalId"] for k in ("one", "two"))
    assert first != second
    assert "one" not in first


@pytest.mark.parametrize(
    "query",
    [None, {}, {"apikey": "wrong case"}, {"apiKey": ""}, {"apiKey": "  "}, {"apiKey": None}],
    ids=["no query", "empty query", "other name", "empty", "blank", "null"],
)
def test_without_a_key_the_answer_is_401(query):
    with pytest.raises(Unauthorized, match=r"^Unauthorized$"):
        answer(event(query), "apiKey")


def test_nothing_is_printed_that_could_hold_the_key(capsys):
    answer(event({"apiKey": "very-private"}), "apiKey")
    printed = capsys.readouterr()
    assert printed.out + printed.err == ""


def test_the_sample_says_hello():
    assert hello({}, None)["statusCode"] == 200
