"""`${…}`: its three forms, the literal, and what is none of them."""

import pytest

from components.references import BadReference, Reference, Template, leaves, parse, substitute

BUS = Reference("architecture", "orders", "bus_name", "${orders.bus_name}")
VPC = Reference("stack", "org/app/prod.eu", "vpc_id", "${stack:org/app/prod.eu.vpc_id}")
KEY = Reference("secret", "api-key", "", "${secret:api-key}")

CASES = [
    ("plain text", "orders", "orders"),
    ("a dollar sign", "$.detail.event costs 5$", "$.detail.event costs 5$"),
    ("architecture", "${orders.bus_name}", [BUS]),
    ("stack, split at the last dot", "${stack:org/app/prod.eu.vpc_id}", [VPC]),
    ("secret", "${secret:api-key}", [KEY]),
    ("inside a longer text", "a/${orders.bus_name}/b", ["a/", BUS, "/b"]),
    ("two in a row", "${orders.bus_name}${secret:api-key}", [BUS, KEY]),
    ("literal", "$${orders.bus_name}", "${orders.bus_name}"),
    ("literal beside a reference", "$${x}-${orders.bus_name}", ["${x}-", BUS]),
    ("literal at the end", "${orders.bus_name}$${", [BUS, "${"]),
]


def template(text):
    found = parse(text)
    assert isinstance(found, Template)
    return found


@pytest.mark.parametrize(("name", "text", "meant"), CASES, ids=[c[0] for c in CASES])
def test_parse(name, text, meant):
    assert parse(text) == (Template(tuple(meant)) if isinstance(meant, list) else meant)


def test_spaces_inside_the_braces_mean_nothing():
    (reference,) = template("${ stack: org/app/prod.vpc_id }").references
    assert (reference.of, reference.output) == ("org/app/prod", "vpc_id")


@pytest.mark.parametrize(
    "text",
    [
        "${}",
        "${ }",
        "${orders}",
        "${.bus_name}",
        "${orders.}",
        "${orders.bus.name}",
        "${orders.${inner.name}}",
        "${secret:}",
        "${stack:prod}",
        "${stack:.vpc_id}",
        "${vault:key.value}",
        "${orders.bus_name",
        "fine ${orders.bus_name} and ${",
    ],
)
def test_nothing_else_is_taken_for_text(text):
    with pytest.raises(BadReference):
        parse(text)


def test_lone_reference_keeps_the_type_of_its_value():
    assert template("${orders.ports}").resolve(lambda _: [80, 443]) == [80, 443]


def test_template_shows_as_it_was_written():
    assert str(parse("a/${orders.bus_name}$${")) == "a/${orders.bus_name}${"


def test_every_leaf_is_found_and_changed_whatever_it_stands_in():
    value = {"a": ["x", {"b": 1}], "c": ("y",)}
    assert list(leaves(value)) == [("a[0]", "x"), ("a[1].b", 1), ("c[0]", "y")]
    assert substitute(value, repr) == {
        "a": ["'x'", {"b": "1"}],
        "c": ["'y'"],
    }
