"""Exported stacks as rules see them."""

import json
import re

import pytest

from policies.exported import ExportError, from_export, load
from policies.values import UNKNOWN
from policies.view import View

URN = "urn:pulumi:dev::app::aws:sqs/queue:Queue::jobs"
MARK = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def exported(**fields):
    item = {"urn": URN, "type": "aws:sqs/queue:Queue", "inputs": {}, "outputs": {}, **fields}
    return from_export({"deployment": {"resources": [item]}})


def only(stack):
    (resource,) = stack
    return resource


def test_names_come_from_the_urns():
    found = exported()
    assert (found.name, found.project, only(found.stack).name) == ("dev", "app", "jobs")


def test_outputs_stand_over_inputs():
    found = exported(inputs={"delay": 1, "tags": {}}, outputs={"delay": 2, "arn": "arn:x"})
    assert dict(only(found.stack).properties) == {"delay": 2, "tags": {}, "arn": "arn:x"}


def test_an_encrypted_value_is_a_secret_that_nobody_knows():
    found = exported(inputs={"policy": {MARK: SECRET, "ciphertext": "v1:…"}})
    view = View(only(found.stack))
    assert view.secret("policy")
    assert view.peek("policy") is UNKNOWN


def test_a_value_shown_in_plain_text_stays_a_secret():
    found = exported(inputs={"policy": {MARK: SECRET, "plaintext": json.dumps("open")}})
    view = View(only(found.stack))
    assert (view.secret("policy"), view.peek("policy")) == (True, "open")


def test_resources_that_wait_for_their_removal_are_left_out():
    assert len(exported(delete=True).stack) == 0


def test_dependencies_are_kept():
    found = exported(dependencies=["urn:a"], propertyDependencies={"policy": ["urn:a"]})
    resource = only(found.stack)
    assert (resource.dependencies, resource.property_dependencies) == (
        ("urn:a",),
        {"policy": ("urn:a",)},
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is not JSON"),
        ("[]", "has no `deployment`"),
        ('{"deployment": 1}', "no `deployment`"),
        ('{"deployment": {"resources": {"a": 1}}}', "no `deployment` with resources"),
        ('{"deployment": {"resources": [7]}}', r"resources\[0\] is 7:"),
    ],
)
def test_what_is_no_export_is_refused_with_the_files_name(tmp_path, text, problem):
    path = tmp_path / "export.json"
    path.write_text(text)
    with pytest.raises(ExportError, match=problem) as refused:
        load(path)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("urn", None),
        ("urn", 7),
        ("type", ["aws:sqs/queue:Queue"]),
        ("parent", 7),
        ("inputs", "x"),
        ("outputs", [1]),
        ("dependencies", "urn:a"),
        ("propertyDependencies", ["urn:a"]),
    ],
)
def test_a_resource_of_another_form_is_refused_with_its_place(field, value):
    said = re.escape(f"deployment.resources[0].{field} is {value!r}:")
    with pytest.raises(ExportError, match=said):
        exported(**{field: value})


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(ExportError) as refused:
        exported(urn=7, propertyDependencies={"policy": 3})
    assert "resources[0].urn is 7; " in str(refused.value)
    assert "resources[0].propertyDependencies.policy is 3:" in str(refused.value)


def test_a_plaintext_that_is_not_json_is_refused():
    with pytest.raises(ExportError, match="the plaintext of a secret is not JSON"):
        exported(inputs={"policy": {MARK: SECRET, "plaintext": "{"}})


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(ExportError, match="No such file"):
        load(tmp_path / "none.json")
