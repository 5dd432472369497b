"""A stack file is copied to the byte, but for its secrets."""

import math
import re
from pathlib import Path

import pytest
import yaml

from offline import stackfile
from offline.errors import OfflineError

FILE = """\
# yaml-language-server: $schema=../schema.json
secretsprovider: awskms://alias/x?region=eu-west-1
encryptedkey: AQICAHg=
config:
  aws:region: eu-west-1   # where it runs
  app:until: 2027-01-31
  app:account: 012345678901
  app:plain: "secure: no"
  app:block:
    secure: v1:aaa
  app:flow: {secure: v1:bbb}
  app:deep:
    list:
      - name: one
        key:
          secure: "v1:ccc"
      - {name: two, key: {secure: 'v1:ddd'}}
"""
PATHS = ["app:block", "app:flow", "app:deep.list[0].key", "app:deep.list[1].key"]


def copied(text: str) -> str:
    return stackfile.copy(text, "v1:salt", lambda path: f"<{path}>")


def test_secrets_are_found_by_path():
    assert [secret.path for secret in stackfile.secrets(FILE)] == PATHS


def test_secrets_are_replaced_where_they_stand():
    config = yaml.safe_load(copied(FILE))["config"]
    assert config["app:block"] == {"secure": "<app:block>"}
    assert config["app:flow"] == {"secure": "<app:flow>"}
    assert [item["key"]["secure"] for item in config["app:deep"]["list"]] == [
        "<app:deep.list[0].key>",
        "<app:deep.list[1].key>",
    ]
    assert "v1:aaa" not in copied(FILE)


def test_the_salt_takes_the_place_of_the_secrets_provider():
    read = yaml.safe_load(copied(FILE))
    assert read.keys() == {"config", "encryptionsalt"}
    assert read["encryptionsalt"] == "v1:salt"


@pytest.mark.parametrize(
    "line",
    [
        "# yaml-language-server: $schema=../schema.json",
        "  aws:region: eu-west-1   # where it runs",
        "  app:until: 2027-01-31",
        "  app:account: 012345678901",
        '  app:plain: "secure: no"',
    ],
)
def test_everything_else_stays_as_it_is_written(line):
    assert line in copied(FILE).splitlines()


@pytest.mark.parametrize("text", ["", "---\nconfig:\n  a:b: c\n", "encryptionsalt: v1:old\n"])
def test_small_files_get_the_salt_too(text):
    assert yaml.safe_load(copied(text))["encryptionsalt"] == "v1:salt"


@pytest.mark.parametrize(
    ("key", "value"),
    [("app:account", "012345678901"), ("aws:region", "eu-west-1"), ("app:flow", None), ("x", None)],
)
def test_plain_values_are_read_as_they_are_written(key, value):
    assert stackfile.plain_value(FILE, key) == value


def test_stacks_that_are_referred_to_are_found():
    text = """
config:
  a:one: {x: "${stack:organization/network/dev.vpc_id}", y: ["a-${ stack:b }", "$${stack:c/d.e}"]}
  a:two: "${stack:organization/base/prod.key} ${stack:organization/network/dev.vpc_id}"
  # ${stack:organization/not/this.one}
"""
    assert stackfile.peers(text) == ["organization/base/prod", "organization/network/dev"]


def test_stacks_of_another_organization_are_those_of_the_same_name_offline():
    text = """
config:
  a:one: {x: "${stack:acme/network/dev.vpc_id}", y: "$${stack:acme/network/dev.vpc_id}"}
"""
    assert stackfile.peers(text) == ["organization/network/dev"]
    assert '{x: "${stack:organization/network/dev.vpc_id}", y: "$${stack:acme/' in copied(text)


TWICE = """\
config:
  a:one:
    site:
      kind: x
      kind: y
    list: [{a: 1, b: 2, a: 3}]
    site: {kind: z, kind: w}
    last: 1
  a:one: {}
"""


def test_keys_that_stand_twice_are_found_but_for_those_inside_of_such():
    found = [(again.path, again.first, again.again) for again in stackfile.twice(TWICE)]
    assert found == [
        ("a:one.site.kind", 4, 5),
        ("a:one.list[0].a", 6, 6),
        ("a:one.site", 3, 7),
        ("a:one", 2, 9),
    ]


def test_merges_may_stand_twice_and_what_an_alias_repeats_is_taken_out_once():
    text = """
config:
  a:one: &one {x: 1, x: 2, y: 3}
  a:two: {<<: *one, z: *one}
"""
    assert {(again.first, again.again) for again in stackfile.twice(text)} == {(3, 3)}
    content = yaml.safe_load(copied(text))["config"]
    assert content["a:two"] == {"x": 1, "y": 3, "z": {"x": 1, "y": 3}}
    merges = "config: {a: &a {x: 1}, b: &b {y: 1}, c: {<<: *a, <<: *b}}"
    assert stackfile.twice(merges) == []


def test_the_copy_has_each_key_once():
    content = yaml.safe_load(copied(TWICE))["config"]
    assert content == {"a:one": {"site": {"kind": "x"}, "list": [{"a": 1, "b": 2}], "last": 1}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"confg": {}}, "`confg` is no key of a stack file; write config"),
        ({"config": {}, "Encryptionsalt": "x"}, "write encryptionsalt"),
        ({"config": ["a"]}, "`config` holds ['a']; write a mapping"),
        (
            {"config": {"a:b": [{"c": math.nan}, math.inf]}},
            "no finite number: config.a:b[0].c, config.a:b[1]",
        ),
    ],
)
def test_a_slip_that_the_cli_passes_over_is_told(content, says):
    with pytest.raises(OfflineError, match=re.escape(says)):
        stackfile.check(content, Path("Pulumi.dev.yaml"))


@pytest.mark.parametrize("content", [{}, {"config": None}, {"config": {}, "x-shared": 1}])
def test_other_keys_may_stand_beside_the_cli_s_own(content):
    stackfile.check(content, Path("Pulumi.dev.yaml"))
