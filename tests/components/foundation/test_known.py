"""Values with outputs inside, as one output: content, dependencies, secrets, unknowns."""

import json

import pulumi
import pulumi_aws as aws
import pytest

from components.foundation.known import json_text, once_known
from policies.values import UNKNOWN, Secret
from tests.support.recorder import deploy


def topic(name, text):
    return aws.sns.Topic(name, display_name=text)


VALUES = [
    ("no output", lambda _: {"a": [1, None, {"b": True}]}),
    ("one output", lambda out: {"a": out("x")}),
    ("one output in two places", lambda out: [out("x"), {"b": out("x")}]),
    ("the same output twice", lambda out: [both := out("x"), both]),
    ("outputs on several levels", lambda out: {"a": out("x"), "b": [out("y"), {"c": (out("z"),)}]}),
    ("an output that holds a list", lambda out: {"a": out([1, 2])}),
    ("an output that holds None", lambda out: [out(None), out("x")]),
]


@pytest.mark.parametrize(("name", "value"), VALUES, ids=[case[0] for case in VALUES])
def test_the_text_is_that_of_the_value_with_its_outputs_filled_in(name, value):
    deployed = deploy(lambda: topic("p", json_text(value(pulumi.Output.from_input))))
    assert deployed["p"]["displayName"] == json.dumps(value(lambda plain: plain))


def test_make_gets_the_value_once_it_is_known():
    def program():
        first, second = topic("first", "1"), topic("second", "2")
        topic(
            "third",
            once_known([first.display_name, (second.display_name,)], lambda v: f"{v[0]}{v[1][0]}"),
        )

    assert deploy(program)["third"]["displayName"] == "12"


def test_the_text_depends_on_every_resource_inside():
    def program():
        first, second = topic("first", "1"), topic("second", "2")
        topic("third", json_text({"a": first.arn, "b": [second.arn, first.arn]}))

    behind = deploy(program).resource("third").property_dependencies["displayName"]
    assert {urn.rpartition("::")[2] for urn in behind} == {"first", "second"}


@pytest.mark.parametrize("count", [1, 2], ids=["alone", "beside another"])
def test_the_text_is_secret_where_one_output_is(count):
    def program():
        outputs = [pulumi.Output.secret("s"), pulumi.Output.from_input("x")][:count]
        topic("p", json_text(outputs))

    found = deploy(program)["p"]["displayName"]
    assert found == Secret(json.dumps(["s", "x"][:count]))


@pytest.mark.parametrize("count", [1, 2], ids=["alone", "beside another"])
def test_the_text_is_unknown_at_preview_where_one_output_is(count):
    def program():
        first = topic("first", "1")
        topic("p", json_text([first.arn, first.display_name][:count]))

    assert deploy(program, preview=True)["p"]["displayName"] is UNKNOWN
