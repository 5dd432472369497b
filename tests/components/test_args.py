"""Settings: what Input and Secret let through, and what an exemption must say."""

import pulumi
import pytest
from pydantic import Field, ValidationError

from components.args import Args, Exemption, Input, Secret
from components.references import parse

TEMPLATE = parse("${orders.bus_name}")
EXEMPTION = {
    "rule": "iam-wildcard-action",
    "reason": "ends with the next release",
    "owner": "web-team",
    "until": "2027-01-31",
}


class JobArgs(Args):
    name: Input[str] = "job"
    size: Input[int] = Field(default=1, ge=1, le=5)
    password: Secret[str] | None = None


@pytest.mark.parametrize("value", [TEMPLATE, pulumi.Output.from_input("later")])
@pytest.mark.parametrize("field", ["name", "size", "password"])
def test_what_is_known_later_passes_as_it_is(field, value):
    assert getattr(JobArgs(**{field: value}), field) is value


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("name", 3, "string_type"),
        ("size", 6, "less_than_equal"),
        ("size", "many", "int_parsing"),
        ("password", "hunter2", "plain_secret"),
        ("pasword", "hunter2", "extra_forbidden"),
    ],
)
def test_plain_values_are_checked(field, value, kind):
    with pytest.raises(ValidationError) as refused:
        JobArgs(**{field: value})
    assert [error["type"] for error in refused.value.errors()] == [kind]


def test_settings_never_change():
    args = JobArgs()
    with pytest.raises(ValidationError, match="frozen"):
        args.name = "other"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"reason": "because"}, ("reason",)),
        ({"owner": ""}, ("owner",)),
        ({"until": "31.01.2027"}, ("until",)),
        ({"until": "2027-01-31\n"}, ("until",)),
        ({"resource": "a", "glob": "a-*"}, ()),
    ],
)
def test_exemption_says_why_who_and_until_when(change, where):
    with pytest.raises(ValidationError) as refused:
        Exemption(**{**EXEMPTION, **change})
    assert [error["loc"] for error in refused.value.errors()] == [where]


def test_exemption_of_an_architecture_needs_no_resource():
    assert Exemption(**EXEMPTION).resource is None
