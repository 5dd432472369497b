import pytest
from google.protobuf.struct_pb2 import Struct

from policies.decode import (
    ARCHIVE,
    ASSET,
    OUTPUT_VALUE,
    RESOURCE_REFERENCE,
    SECRET,
    SIGNATURE,
    UNKNOWNS,
    Properties,
)
from policies.values import UNKNOWN, Secret, merged


def struct(**properties):
    made = Struct()
    made.update(properties)
    return made


def decoded(value):
    return Properties(struct(value=value))["value"]


def special(mark, **rest):
    return {SIGNATURE: mark, **rest}


URN = "urn:pulumi:test::palisade::aws:sqs/queue:Queue::jobs"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (0.5, 0.5),
        ("text", "text"),
        ([1, ["a"], {}], [1, ["a"], {}]),
        ({"a": {"b": [None]}}, {"a": {"b": [None]}}),
        (special(SECRET, value="s"), Secret("s")),
        (special(SECRET, value=[next(iter(UNKNOWNS))]), Secret([UNKNOWN])),
        (special(OUTPUT_VALUE, value="v"), "v"),
        (special(OUTPUT_VALUE), UNKNOWN),
        (special(OUTPUT_VALUE, value="v", secret=True), Secret("v")),
        (special(RESOURCE_REFERENCE, urn=URN, id="i"), URN),
        (special(ASSET, path="a.py", hash="h"), {"path": "a.py", "hash": "h"}),
        (
            special(ARCHIVE, assets={"a.py": special(ASSET, text="x")}),
            {"assets": {"a.py": {"text": "x"}}},
        ),
        (special("a mark of tomorrow", a=1), {"a": 1}),
    ],
)
def test_a_value_is_decoded(sent, expected):
    assert decoded(sent) == expected


@pytest.mark.parametrize("mark", sorted(UNKNOWNS))
def test_every_mark_of_an_unknown_is_one_unknown(mark):
    assert decoded(mark) is UNKNOWN


def test_whole_numbers_are_ints():
    assert isinstance(decoded(3), int)


def test_asking_for_a_key_decodes_nothing():

    properties = Properties(struct(a="b"))
    assert "a" in properties
    assert "b" not in properties
    assert properties._decoded is None


def test_properties_are_a_mapping():
    properties = Properties(struct(a=1, b=2))
    assert (dict(properties), len(properties)) == ({"a": 1, "b": 2}, 2)


@pytest.mark.parametrize(
    ("outputs", "inputs", "expected"),
    [
        ({"a": 1}, None, {"a": 1}),
        ({"a": UNKNOWN}, None, {"a": UNKNOWN}),
        ({"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}),
        ({"name": UNKNOWN}, {"name": "given"}, {"name": "given"}),
        ({"a": {"b": UNKNOWN}}, {"a": {}}, {"a": {}}),
        ({"arn": UNKNOWN, "queueUrl": UNKNOWN}, {}, {"arn": UNKNOWN, "queueUrl": UNKNOWN}),
        ({"redrivePolicy": UNKNOWN}, {}, {}),
        ({"inlinePolicies": [{"policy": UNKNOWN}]}, {}, {}),
        ({"a": None}, {"a": UNKNOWN}, {"a": None}),
    ],
    ids=[
        "inputs not seen",
        "inputs not seen, unknown",
        "outputs win",
        "given name",
        "given in part",
        "identities stay unknown",
        "setting that nobody gave",
        "block that nobody gave",
        "known at last",
    ],
)
def test_outputs_over_inputs(outputs, inputs, expected):
    assert merged(outputs, inputs) == expected


def test_outputs_are_laid_over_inputs_of_the_same_resource():
    inputs = Properties(struct(handler="a.b"))
    assert dict(Properties(struct(arn="x"), inputs)) == {"handler": "a.b", "arn": "x"}
