"""What is wrong with a YAML file is said with its line, and all at once."""

import pytest

from offline.errors import OfflineError
from offline.yaml_file import load_yaml


def load(tmp_path, text):
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_yaml(file)


def refusal(tmp_path, text):
    with pytest.raises(OfflineError) as refused:
        load(tmp_path, text)
    return str(refused.value).replace(f"{tmp_path}/", "")


def test_below_a_key_whose_duplicates_are_told_elsewhere_the_last_counts(tmp_path):
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config: {a: 1, a: 2}\nother: 1\n")
    assert load_yaml(file, but="config") == {"config": {"a": 2}, "other": 1}
    file.write_text("config: {a: 1}\nother: {b: 1, b: 2}\n")
    with pytest.raises(OfflineError, match=r"line 2: other\.b was said in line 2"):
        load_yaml(file, but="config")


def test_keys_that_stand_twice_are_told_together(tmp_path):
    text = """\
config:
  palisade:architectures:
    site:
      kind: apis/cors
      kind: apis/canary
    list:
      - {a: 1, b: 2, a: 3}
  palisade:architectures: {}
"""
    assert refusal(tmp_path, text).splitlines() == [
        "Pulumi.dev.yaml is refused:",
        "  line 5: config.palisade:architectures.site.kind was said in line 4 already; "
        "keep one of them",
        "  line 7: config.palisade:architectures.list[0].a was said in line 7 already; "
        "keep one of them",
        "  line 8: config.palisade:architectures was said in line 2 already; keep one of them",
    ]


def test_what_stands_inside_of_itself_is_told(tmp_path):
    said = refusal(tmp_path, "config:\n  a: &here\n    b: *here\n")
    assert said == "Pulumi.dev.yaml is refused:\n  line 2: config.a.b stands inside of itself"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1, 2", "is not YAML: line 1, column 9: expected ',' or ']', but got '<stream end>'"),
        ("a:\n\tb: 1", "is not YAML: line 2, column 1: found character '\\t'"),
        ("a: 1\n---\na: 2", "is not YAML: line 2, column 1: but found another document"),
        ("a: \x07", "is not YAML: unacceptable character #x0007"),
        (b"a: \xff", "is not UTF-8 text (byte 3)"),
        ("- a", "does not hold a mapping"),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path, text, says):
    said = refusal(tmp_path, text)
    assert said.startswith(f"Pulumi.dev.yaml {says}")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", {}),
        ("a: {b: 1}\nc: {b: 2}", {"a": {"b": 1}, "c": {"b": 2}}),
        ("base: &b {x: 1}\na: {<<: *b, y: 2}\nc: *b", {"base": {"x": 1}, "a": {"x": 1, "y": 2},
         "c": {"x": 1}}),
        ("until: 2027-02-31", {"until": "2027-02-31"}),
    ],
)  # fmt: skip
def test_the_rest_is_read_as_it_stands(tmp_path, text, content):
    assert load(tmp_path, text) == content
