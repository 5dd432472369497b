"""What guardrails say at preview, from grants, is what they say of the documents at update, and
what the code calls is what the grants allow.

The real engine previews and brings up the catalog environment, and a program with faults. At
preview no document is known that names a new resource: the facts that components send stand in
for it. At update all are known.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policies import iam
from policies.code import check
from policies.exported import load
from policies.values import UNKNOWN
from policies.views.access import RESOURCE_POLICIES
from tests.support.engine import ROOT, Offline, write_program

pytestmark = pytest.mark.engine

MINUTES = 60


def findings(offline: Offline, command: str, file: Path, folder: Path | None = None) -> Any:
    """What the pack writes of a run that comes to its end."""
    flags = ["--yes", "--skip-preview"] if command == "up" else []
    stack = [] if folder else ["--stack", "catalog"]
    offline.run(
        *(command, *flags, *stack),
        folder=folder,
        guardrails=True,
        environment={"PALISADE_FINDINGS": str(file)},
        timeout=5 * MINUTES,
    ).ok()
    content = json.loads(file.read_text())
    assert content["complete"]
    assert content["defects"] == []
    assert any(rule["id"] == "iam-wildcard-resource" for rule in content["rules"])
    return content


def verdicts(content: Any) -> set[tuple[str, ...]]:
    """All that rules find or leave open."""
    said = {(f["rule"], f["resource"], f["message"], f["id"]) for f in content["findings"]}
    return said | {(u["rule"], u["resource"], u["because"]) for u in content["undecided"]}


def on_permissions(content: Any) -> set[tuple[str, ...]]:
    return {item for item in verdicts(content) if item[0].startswith("iam-")}


def event_flow(content: Any) -> set[tuple[Any, ...]]:
    """What starts what, each place by its name, and why."""
    flow = content["flow"]
    places = [tuple(node[key] for key in ("kind", "name", "part")) for node in flow["nodes"]]
    return {
        (places[e["from"]], e["verb"], places[e["to"]], e["certain"], e["evidence"])
        for e in flow["edges"]
    }


def test_every_architecture_of_the_catalog_comes_up_as_previewed_stays_and_goes(
    tmp_path: Path, offline: Offline
):
    preview = findings(offline, "preview", tmp_path / "preview.json")
    update = findings(offline, "up", tmp_path / "update.json")
    assert verdicts(preview) == verdicts(update) == set()
    assert event_flow(preview) == event_flow(update) != set()
    assert preview["flow"]["unfollowed"] == update["flow"]["unfollowed"]
    state = offline.state("palisade", "catalog")
    assert list(differences(state)) == []

    exported = tmp_path / "catalog.json"
    exported.write_text(offline.run("stack", "export", "--stack", "catalog").ok().stdout)
    unallowed = [finding.message for finding in check(load(exported).stack, ROOT)]
    assert unallowed == []

    again = offline.run("up", "--yes", "--skip-preview", "--stack", "catalog", timeout=5 * MINUTES)
    assert "no changes" in again.ok().stdout
    offline.run(
        "destroy", "--yes", "--skip-preview", "--stack", "catalog", timeout=5 * MINUTES
    ).ok()
    assert offline.state("palisade", "catalog") == []


def differences(state: list[dict[str, Any]]) -> Iterator[str]:
    """Where the documents that came to be are not what the components around them told."""
    below: dict[str, list[dict[str, Any]]] = {}
    for resource in state:
        below.setdefault(resource.get("parent", ""), []).append(resource)
    compared = Counter()
    for component in state:
        told = component.get("inputs", {})
        children = below.get(component["urn"], [])
        if "grants" in told:
            texts = [_text(child) for child in children if child["type"].endswith(":RolePolicy")]
            compared["grants"] += 1
            yield from _unlike_grants(component["urn"], told["grants"], texts)
        for child in children:
            fact = "trust" if child["type"] == "aws:iam/role:Role" else "access"
            is_policy = child["type"] in RESOURCE_POLICIES and _text(child) is not None
            if fact in told and (fact == "trust" or is_policy):
                compared[fact] += 1
                text = _text(child)
                if not _is(told[fact]["Statement"], json.loads(text)["Statement"]):
                    yield f"{child['urn']}: {fact} {told[fact]}, but {text}"
    assert all(compared[fact] for fact in ("grants", "trust", "access")), compared


def _text(resource: dict[str, Any]) -> Any:
    prop = "assumeRolePolicy" if resource["type"] == "aws:iam/role:Role" else "policy"
    return resource["inputs"].get(prop)


def _unlike_grants(urn: str, grants: Any, texts: list[str]) -> Iterator[str]:
    told = iam.from_grants(grants).statements
    written = [statement for text in texts for statement in iam.parse(text)]
    if Counter(map(_shape, told)) != Counter(map(_shape, written)):
        yield f"{urn}: told {told}, written {written}"
    names = {name for statement in written for name in statement.resources}
    missing = {n for s in told for n in s.resources if n is not UNKNOWN} - names
    if missing:
        yield f"{urn}: told {missing}, which no document names"


def _shape(statement: iam.Statement) -> tuple[Any, ...]:
    condition = json.dumps(statement.condition, sort_keys=True)
    return frozenset(statement.actions), condition, len(statement.resources)


def _is(told: list[dict[str, Any]], written: list[dict[str, Any]]) -> bool:
    """Whether both are the same, once "self" is the ARN of the resource itself."""
    first = written[0].get("Resource", "")
    own = first if isinstance(first, str) else first[0]
    return json.loads(json.dumps(told).replace('"self', f'"{own}')) == written


FAULTS = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})

from components.foundation.bucket import Bucket, BucketArgs
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.grant import Grant
from components.foundation.role import Role, RoleArgs

files = Bucket("files", BucketArgs())
task = Role("task", RoleArgs(service="scheduler.amazonaws.com"))
on_files = dict(resources=(files.arn,), nodes=(files.bucket.urn,))
literally = {{"StringEquals": {{"s3:prefix": "in/*"}}}}
Function(
    "faulty",
    FunctionArgs(
        handler="handlers.apis.cors.preflight.handler",
        powertools=False,
        grants=(
            Grant(("iam:PassRole",), (task.arn,), (task.role.urn,)),
            Grant(("s3:GetObject", "s3:GetBucket*"), **on_files),
            Grant(("s3:ListBucket",), paths=("/*",), condition=literally, **on_files),
        ),
    ),
)
"""
STACK = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
"""


def test_a_program_with_faults(tmp_path: Path, offline: Offline):
    folder = write_program(tmp_path / "program", FAULTS, STACK)
    preview = on_permissions(findings(offline, "preview", tmp_path / "preview.json", folder))
    update = on_permissions(findings(offline, "up", tmp_path / "update.json", folder))
    assert preview == update
    assert Counter(rule for rule, *_ in preview) == {
        "iam-pass-role": 1,
        "iam-missing-source": 1,
        "iam-action-pattern": 1,
        "iam-literal-wildcard": 1,
        "iam-wrong-s3-level": 2,
    }
