"""The generator: its tables and drawings, and that what it made is fresh."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from components.args import Input, Secret
from tools.generate import files
from tools.generate.files import PageError, Wanted, compare, fill
from tools.generate.graph import Graph, Resource
from tools.generate.picture import count, draw
from tools.generate.tables import output_texts, settings_table, table

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "tools.generate"]
PARTS = {"settings": "| a |", "outputs": "none"}
PAGE = """# x
<!-- generated: settings -->
old
<!-- end of settings -->
by hand
<!-- generated: outputs -->
<!-- end of outputs -->
"""


def generate(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": ""}
    environment.pop("PALISADE_DESCRIBE", None)
    line = [*COMMAND, *arguments]
    return subprocess.run(
        line, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.large
def test_what_is_generated_is_fresh():
    done = generate(ROOT, "--check")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of all that the generator reads, in a path with a space."""
    root = tmp_path / "a checkout"
    for folder in ("tools", "components", "policies", "handlers", "stacks", "docs"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    return root


@pytest.mark.large
def test_check_names_what_is_stale_or_left_over_and_the_command_that_mends_it(checkout):
    page = checkout / "docs/apis/cors.md"
    page.write_text(page.read_text().replace("| `rate_limit` | `100` |", "| `rate_limit` | `1` |"))
    (checkout / "docs/rules/iam-forgotten.md").write_text("of a rule that is gone")
    before = page.read_text()

    checked = generate(checkout, "--check")

    assert checked.returncode == 1
    assert checked.stdout.splitlines() == [
        "docs/apis/cors.md is stale",
        "docs/rules/iam-forgotten.md is left over",
    ]
    assert checked.stderr == "Make them again: python -m tools.generate\n"
    assert page.read_text() == before

    made = generate(checkout)

    assert made.stdout.splitlines() == [
        "docs/apis/cors.md written",
        "docs/rules/iam-forgotten.md deleted",
    ]
    assert made.returncode == 0
    assert page.read_bytes() == (ROOT / "docs/apis/cors.md").read_bytes()


@pytest.mark.large
def test_what_a_person_has_to_do_is_told_all_at_once_and_the_rest_is_made(checkout):
    source = (checkout / "components/apis/cors.py").read_text()
    (checkout / "components/apis/other.py").write_text(source)
    (checkout / "docs/apis/cors.md").unlink()

    done = generate(checkout)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "stacks/Pulumi.catalog.yaml lacks apis/other: every kind stands there at least once",
        "docs/apis/cors.md is missing: write it as CONTRIBUTING.md says",
    ]
    assert done.stdout == "docs/README.md written\ndocs/stack-file.schema.json written\n"


@pytest.mark.large
def test_a_wrong_catalog_is_told_without_a_traceback(checkout):
    catalog = checkout / "stacks/Pulumi.catalog.yaml"
    catalog.write_text(catalog.read_text().replace("clients: api_key", "clients: a_key"))
    done = generate(checkout, "--check")
    assert done.returncode == 1
    assert done.stderr.startswith("stacks/Pulumi.catalog.yaml: ")
    assert "architectures.appsync-target.clients" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "ROOT", tmp_path)
    return tmp_path


def test_fill_changes_the_marked_parts_and_nothing_else(root):
    (root / "x.md").write_text(PAGE)
    filled = fill("x.md", PARTS)
    assert filled == (
        "# x\n<!-- generated: settings -->\n\n| a |\n\n<!-- end of settings -->\nby hand\n"
        "<!-- generated: outputs -->\n\nnone\n\n<!-- end of outputs -->\n"
    )
    (root / "x.md").write_text(filled)
    assert fill("x.md", PARTS) == filled


FAULTS = [
    ("lacks one", PAGE.replace("outputs", "others"), ["lacks the generated part `outputs`"]),
    ("one too many", PAGE.replace("outputs", "others"), ["has a part `others` that nothing makes"]),
    ("twice", PAGE + PAGE, ["has the part `outputs` twice", "has the part `settings` twice"]),
    ("not closed", PAGE.replace("end of outputs", "end"), ["lacks the generated part `outputs`"]),
]


@pytest.mark.parametrize(("page", "expected"), [c[1:] for c in FAULTS], ids=[c[0] for c in FAULTS])
def test_fill_refuses_a_page_with_the_wrong_parts(root, page, expected):
    (root / "x.md").write_text(page)
    with pytest.raises(PageError) as refused:
        fill("x.md", PARTS)
    for part in expected:
        assert part in str(refused.value)
    assert str(refused.value).endswith("(its parts: settings, outputs)")


def test_compare_finds_missing_changed_and_left_over_files_by_path(root):
    (root / "rules").mkdir()
    for name in ("a", "b", "old"):
        (root / "rules" / name).write_text(name)
    wanted = Wanted({"rules/a": "a", "rules/b": "other", "z": "new"}, folders=("rules",))
    assert [str(change) for change in compare(wanted)] == [
        "rules/b is stale",
        "rules/old is left over",
        "z is stale",
    ]


class Inner(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    name: str
    """Its name."""


class Settings(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)

    inner: Inner
    many: dict[str, Inner] = Field(default_factory=dict)
    named: dict[Annotated[str, Field(pattern="^[a-z]+$")], Inner] = Field(min_length=1)
    listed: tuple[Inner, ...] = ()
    either: Inner | Literal["a", "b"] = "a"
    arn: Input[str] | None = None
    plain: str = ""
    secret: Secret[str]
    days: int = Field(default=3, ge=1, le=9)
    size: int = Field(default=3, ge=1)
    name: str = Field(default="x", min_length=1, max_length=4, pattern="^a|b$")
    one: str = Field(default="x", min_length=1)
    texts: dict[str, tuple[str, ...]] = Field(
        default_factory=lambda: {"k": ("v",)}, min_length=1, max_length=5
    )
    flag: bool = True
    """First line
    and the second."""


ROWS = [
    "| `inner` | required | mapping |  |",
    "| `inner.name` | required | text | Its name. |",
    "| `many` | empty | mapping |  |",
    "| `many.*.name` | required | text | Its name. |",
    "| `named` | required | mapping (at least 1) |  |",
    "| `named.*.name` | required | text | Its name. |",
    "| `listed` | empty | list |  |",
    "| `listed[].name` | required | text | Its name. |",
    "| `either` | `a` | mapping with `name` or `a`, `b` |  |",
    "| `either.name` | required | text | Its name. |",
    "| `arn` | none | text or `${…}` |  |",
    "| `plain` | empty | text |  |",
    "| `secret` | required | `${…}` |  |",
    "| `days` | `3` | 1 to 9 |  |",
    "| `size` | `3` | at least 1 |  |",
    "| `name` | `x` | text of 1 to 4 characters that matches `^a\\|b$` |  |",
    "| `one` | `x` | text of at least 1 character |  |",
    '| `texts` | `{"k": ["v"]}` | mapping (1 to 5) of list of text |  |',
    "| `flag` | `true` | `true`, `false` | First line and the second. |",
]


def test_settings_table_says_of_each_setting_its_default_its_range_and_its_docstring():
    assert settings_table(Settings).splitlines()[2:] == ROWS


def test_settings_table_leaves_out_what_it_is_told_to_and_references_where_there_are_none():
    rows = settings_table(Settings, leave_out=("inner", "many"), references=False).splitlines()[2:]
    assert rows[0] == ROWS[4]  # `named`
    assert "| `arn` | none | text |  |" in rows


def test_a_table_of_nothing_has_its_head():
    assert table(("a", "b"), []) == "| a | b |\n| --- | --- |"


OUTPUTS = [
    ("none", "A thing.\n\nSource: sheet.", {}),
    (
        "one by one",
        "A.\n\nOutputs: `url` (Output[str]): where callers\nbegin; `id` (Output[str]).\nSource: x.",
        {"url": "where callers begin", "id": ""},
    ),
    (
        "together",
        "A.\n\nOutputs (all Output[str]): `bus`: where events go; `a`, `b`: where to query.",
        {"bus": "where events go", "a": "where to query", "b": "where to query"},
    ),
    (
        "a note on all",
        "A.\n\nOutputs (all Output[str]; empty where not made): `url`: where callers begin.",
        {"url": "where callers begin"},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [c[1:] for c in OUTPUTS], ids=[c[0] for c in OUTPUTS]
)
def test_outputs_are_read_from_the_docstring(text, expected):
    assert output_texts(text) == expected


def resource(
    type_: str,
    name: str,
    parent: str = "",
    needs: Mapping[str, tuple[str, ...]] | None = None,
    **inputs: Any,
) -> Resource:
    """URNs are `Type name` for components and `aws Type name` for resources."""
    custom = type_.startswith("aws:")
    own = f"{'aws ' if custom else ''}{type_.rpartition(':')[2]} {name}"
    return Resource(own, type_, name, parent, custom, inputs, needs or {})


def graph(*resources: Resource) -> Graph:
    return Graph({each.urn: each for each in resources})


TOP = resource("palisade:apis:Orders", "orders", "Environment dev")
AROUND = (
    resource("palisade:index:Environment", "dev"),
    resource("palisade:foundation:AlarmTopic", "alarms", "Environment dev"),
    resource("aws:sns/topic:Topic", "alarms", "AlarmTopic alarms"),
    TOP,
)
SEND = {"actions": ["sqs:SendMessage", "a:B", "c:D"], "nodes": ["aws Queue orders-jobs", "self"]}


def test_drawing_shows_blocks_arrows_and_what_roles_may_do_but_no_plumbing():
    found = graph(
        *AROUND,
        resource("palisade:foundation:Function", "orders-work", TOP.urn, grants=[SEND]),
        resource("aws:lambda/function:Function", "orders-work", "Function orders-work"),
        resource("aws:iam/role:Role", "orders-work-role", "Function orders-work"),
        resource("palisade:foundation:HttpApi", "orders", TOP.urn),
        resource("aws:apigatewayv2/api:Api", "orders", "HttpApi orders"),
        *(
            resource(
                "aws:apigatewayv2/route:Route",
                f"orders-{n}",
                "HttpApi orders",
                {"apiId": ("aws Api orders",), "target": ("aws Integration orders",)},
            )
            for n in (1, 2)
        ),
        resource(
            "aws:apigatewayv2/integration:Integration",
            "orders",
            "HttpApi orders",
            {"apiId": ("aws Api orders",), "integrationUri": ("aws Function orders-work",)},
        ),
        resource("aws:cloudwatch/logGroup:LogGroup", "orders-logs", "HttpApi orders"),
        resource("aws:sqs/queue:Queue", "orders-jobs", TOP.urn),
        resource("aws:sqs/queuePolicy:QueuePolicy", "orders-jobs", TOP.urn),
        resource(
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            "orders-alarm",
            TOP.urn,
            {
                "alarmActions": ("aws Topic alarms",),
                "x": ("unseen",),
                "depends_on": ("aws Queue orders-jobs",),
            },
        ),
    )
    assert draw(found, TOP).splitlines() == [
        "```mermaid",
        "flowchart LR",
        '  n1["Function work"]',
        '  subgraph n3 ["HttpApi"]',
        '    n4["apigatewayv2.Api"]',
        '    n5["apigatewayv2.Integration"]',
        '    n6["apigatewayv2.Route x2"]',
        "  end",
        '  n7["cloudwatch.MetricAlarm"]',
        '  n8["sqs.Queue"]',
        '  n9(["AlarmTopic alarms"])',
        '  n5 -->|"integration_uri"| n1',
        '  n5 -->|"api_id"| n4',
        '  n6 -->|"target"| n5',
        '  n7 -->|"depends_on"| n8',
        '  n7 -->|"alarm_actions"| n9',
        '  n1 -.->|"sqs:SendMessage, a:B +1"| n8',
        "```",
    ]
    assert count(found, TOP) == 10


def test_drawing_keeps_every_arrow_of_a_circle():
    found = graph(
        *AROUND,
        resource(
            "aws:a/x:X", "orders-x", TOP.urn, {"y": ("aws Y orders-y",), "z": ("aws Z orders-z",)}
        ),
        resource(
            "aws:a/y:Y", "orders-y", TOP.urn, {"x": ("aws X orders-x",), "z": ("aws Z orders-z",)}
        ),
        resource("aws:a/z:Z", "orders-z", TOP.urn),
    )
    arrows = [line.strip() for line in draw(found, TOP).splitlines() if "-->" in line]
    assert arrows == ['n1 -->|"y"| n2', 'n1 -->|"z"| n3', 'n2 -->|"x"| n1', 'n2 -->|"z"| n3']


def test_the_schema_is_json_that_ends_in_a_newline():
    text = (ROOT / "docs/stack-file.schema.json").read_text()
    assert text.endswith("}\n")
    assert json.loads(text)["$schema"] == "http://json-schema.org/draft-07/schema#"
