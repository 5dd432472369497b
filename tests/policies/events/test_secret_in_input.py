import json

import pytest

from policies.core import UNKNOWN
from policies.rules.events.secret_in_input import secret_in_input
from tests.support.builders import resource
from tests.support.findings import run_rule


def target(**props):
    return [resource("aws:cloudwatch/eventTarget:EventTarget", "t", **props)]


def templated(text):
    return target(inputTransformer={"inputTemplate": text, "inputPaths": {"a": "$.detail.a"}})


def schedule(text):
    return [resource("aws:scheduler/schedule:Schedule", "s", target={"input": text})]


TOKEN = "ghp_" + "a" * 36
CASES = [
    ("nothing there", [], []),
    ("nothing fixed", target(arn="arn:x"), []),
    (
        "numbers, switches and names of secrets",
        target(input=json.dumps({"max_tokens": "500", "resetPassword": "true", "secretId": "db"})),
        [],
    ),
    ("a key", target(input=json.dumps({"to": "x", "api-key": "abc"})),
     ["input holds api-key in plain text"]),
    ("deep inside", target(input=json.dumps({"headers": [{"Authorization": "Basic x"}]})),
     ["input holds Authorization in plain text"]),
    ("in a template", templated('{"token": "abc", "a": <a>}'),
     ["inputTransformer.inputTemplate holds token in plain text"]),
    ("from the event", templated('{"token": <a>, "password": "<a>"}'), []),
    ("by its looks", target(input=json.dumps({"x": f"use {TOKEN}"})),
     ["input holds a GitHub token"]),
    ("by its looks, in plain words", templated(f"use {TOKEN} for <a>"),
     ["inputTransformer.inputTemplate holds a GitHub token"]),
    ("of a schedule", schedule('{"password": "x"}'),
     ["target.input holds password in plain text"]),
    ("in a header", target(httpTarget={"headerParameters": {"x-api-key": "abc"}}),
     ["httpTarget.headerParameters holds x-api-key in plain text"]),
    ("in a header, from the event", target(
        httpTarget={"headerParameters": {"x-api-key": "$.detail.key"}}), []),
    ("where it is", target(input=json.dumps(
        {"secret_arn": "arn:x", "token": "arn:aws:x", "password": "/app/db", "secret": ""})), []),
    ("a number", target(input='{"token": 7}'), []),
    ("a header that is unknown", target(httpTarget={"headerParameters": {"x-api-key": UNKNOWN}}),
     ["undecided: httpTarget.headerParameters.x-api-key is not known at preview"]),
    ("unknown", target(input=UNKNOWN), ["undecided: input is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_secret_in_input(name, resources, expected):
    assert run_rule(secret_in_input, resources) == expected
