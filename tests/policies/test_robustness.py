"""No program makes a rule fail: whatever it is given, a rule passes, finds or stays undecided."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.core import Defect
from policies.registry import all_rules
from policies.testing.resources import urn
from policies.values import UNKNOWN, Secret
from policies.view import Resource, Stack
from tests.support.cases import cases_of

TEXTS = [
    "",
    "*",
    "self",
    "NONE",
    "OPTIONS",
    "$default",
    "ANY /{proxy+}",
    "2999-12-31",
    "{",
    '{"Statement": []}',
    '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
    '{"Statement": [{"Effect": "Allow", "Action": ["s3:*", 1], "Resource": null}]}',
    '{"deadLetterTargetArn": 7}',
    '{"Statement": ' * 50,
    "arn:aws:sqs:eu-west-1:123456789012:jobs",
    "arn:aws:iam::123456789012:role/r",
    "arn:::::",
    "\x00\ud7ff\U0001f600 ünïcode",
    "x" * 5_000,
    "${AWS::Region}",
    '{"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs"}',
    "arn:${AWS::Partition}:s3:::${bucket}/*",
    '{"Statement": [' * 3000,
    '{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*", '
    f'"Sid": "{"y" * 20_000}"}}}}',
]
KEYS = [
    "Statement", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal",
    "Condition", "StringEquals", "actions", "resources", "nodes", "paths", "reason", "rule",
    "resource", "glob", "owner", "until", "policy", "arn", "variables", "DB_PASSWORD",
    "allowCredentials", "allowOrigins", "targetArn", "deadLetterTargetArn", "filters", "pattern",
    "method.response.header.Access-Control-Allow-Credentials",
]  # fmt: skip

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=True)
    | st.sampled_from(TEXTS)
    | st.text(max_size=8)
    | st.just(UNKNOWN)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4)
        | st.builds(Secret, inner)
        | st.dictionaries(st.sampled_from(KEYS), st.sampled_from(TEXTS), max_size=4).map(json.dumps)
    ),
    max_leaves=12,
)


def known_places():
    """(type, properties) that the cases of all rules hold: what rules are likely to look at."""
    found: dict[str, set[str]] = {}
    for rule in all_rules():
        for _, resources, _ in cases_of(rule):
            for resource in resources:
                found.setdefault(resource.type, set()).update(resource.properties)
    return {type_: sorted(props) for type_, props in found.items() if props}


PLACES = known_places()
STRANGERS = {
    "azure-native:storage:StorageAccount": ["name", "policy"],
    "kubernetes:core/v1:Secret": ["data", "exempt"],
    "aws:nobody/knows:This": ["policy", "arn"],
    "ours:index:Component": ["grants", "exempt", "exemptions"],
    "pulumi:providers:aws": ["region"],
    "": ["policy"],
}
"""Other providers' types, components, and types that nobody knows."""
PLACES.update(STRANGERS)
NAMES = ["a", "b", "c"]
urns = st.builds(urn, st.sampled_from(sorted(PLACES)), st.sampled_from(NAMES))


@st.composite
def a_resource(draw):
    type_ = draw(st.sampled_from(sorted(PLACES)))
    name = draw(st.sampled_from(NAMES))
    props = st.sampled_from(PLACES[type_]) | st.text(max_size=4)
    return Resource(
        urn=urn(type_, name),
        type=type_,
        name=name,
        properties=draw(st.dictionaries(props, values, max_size=5)),
        parent=draw(st.just("") | urns),
        property_dependencies=draw(
            st.dictionaries(props, st.lists(urns, max_size=2).map(tuple), max_size=3)
        ),
    )


@given(resources=st.lists(a_resource(), max_size=8))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_no_content_makes_a_rule_fail(resources: list[Resource]):
    stack = Stack(resources)
    seen = Stack(resources, complete=False)
    outcomes = []
    for rule in all_rules():
        outcomes += rule.run(stack)
        for resource in stack:
            outcomes += rule.run_before(resource, seen)
    assert [outcome for outcome in outcomes if isinstance(outcome, Defect)] == []


def str_id(value: object) -> str:
    return repr(value)[:24]


def ring() -> list[Resource]:
    """Every place once; each property of one depends on the next, and the last on the first."""
    types = sorted(PLACES)
    return [
        Resource(
            urn=urn(type_, "a"),
            type=type_,
            name="a",
            properties=dict.fromkeys(PLACES[type_], UNKNOWN),
            parent=urn(types[index - 1], "a"),
            property_dependencies={
                prop: (urn(types[(index + 1) % len(types)], "a"), urn(type_, "a"), "urn:gone")
                for prop in PLACES[type_]
            },
        )
        for index, type_ in enumerate(types)
    ]


def defects(resources: list[Resource]) -> list[Defect]:
    stack, seen = Stack(resources), Stack(resources, complete=False)
    outcomes = [outcome for rule in all_rules() for outcome in rule.run(stack)]
    early = [rule for rule in all_rules() if rule.early_check]
    outcomes += [
        outcome for rule in early for item in stack for outcome in rule.run_before(item, seen)
    ]
    return [outcome for outcome in outcomes if isinstance(outcome, Defect)]


def test_references_in_a_circle_make_no_rule_fail():
    """Parents, too."""
    assert defects(ring()) == []


@pytest.mark.parametrize("value", [*TEXTS, None, True, -1, [], {}, [None], [[]]], ids=str_id)
def test_one_value_everywhere_makes_no_rule_fail(value):
    resources = [replace(item, properties=dict.fromkeys(item.properties, value)) for item in ring()]
    assert defects(resources) == []


ODD = [
    *(None, UNKNOWN, Secret(UNKNOWN), 7, "", "{", "x::", "arn:aws:::", "\ud7ff"),
    *([], {}, [None], [[]], [UNKNOWN], [{"a": None}], {"a": None}),
]
MUTATIONS = 6
"""Of each case; more find more: 60 and more are for a search by hand."""


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside `value`."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in inside:
        yield (*above, key)
        if isinstance(inner, (dict, list, tuple)):
            yield from places(inner, (*above, key))


def put(value: Any, path: tuple[Any, ...], odd: object) -> Any:
    """A copy of `value` with `odd` at `path`."""
    if not path:
        return odd
    first, *rest = path
    if isinstance(value, dict):
        return {**value, first: put(value[first], tuple(rest), odd)}
    return [put(item, tuple(rest), odd) if at == first else item for at, item in enumerate(value)]


def spoiled(resources: list[Resource], chance: random.Random) -> list[Resource]:
    """The same with an odd value somewhere."""
    at = chance.randrange(len(resources))
    properties = dict(resources[at].properties)
    path = chance.choice([*places(properties), ("name",)])
    made = replace(
        resources[at], properties=put({"name": "", **properties}, path, chance.choice(ODD))
    )
    return [*resources[:at], made, *resources[at + 1 :]]


def test_one_odd_value_in_a_case_makes_no_rule_fail():
    """Closer to what rules look at than what is made up from nothing."""
    chance = random.Random(1)
    outcomes = [
        outcome
        for rule in all_rules()
        for _, resources, _ in cases_of(rule)
        for _ in range(MUTATIONS if resources else 0)
        for outcome in rule.run(Stack(spoiled(list(resources), chance)))
    ]
    assert [outcome for outcome in outcomes if isinstance(outcome, Defect)] == []
