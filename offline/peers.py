"""Peer stacks: made-up ones that programs refer to, and the states that guardrails join."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from offline.errors import OfflineError
from offline.program import Program
from offline.scratch import Scratch, write


def ensure(scratch: Scratch, program: Program, peers: Mapping[str, Any], source: Path) -> None:
    """Make each peer of `stacks/offline.yaml` a real state, where it is missing or has changed."""
    wrong = [name for name, peer in peers.items() if not _well_formed(name, peer)]
    if wrong:
        raise OfflineError(
            f"{source}: a peer is `<organization>/<project>/<stack>: {{outputs: {{…}}}}`; "
            f"not so: {', '.join(map(str, wrong))}"
        )
    for name, peer in peers.items():
        _, project, stack = name.split("/")
        if project == program.project and stack in program.known_stacks():
            raise OfflineError(f"{source}: the peer {name} is a stack of this program")
        _ensure(scratch, project, stack, peer.get("outputs") or {})


def _well_formed(name: Any, peer: Any) -> bool:
    named = isinstance(name, str) and name.count("/") == 2 and all(name.split("/"))
    known = isinstance(peer, dict) and peer.keys() <= {"outputs"}
    return named and known and isinstance(peer.get("outputs") or {}, dict)


def _ensure(scratch: Scratch, project: str, stack: str, outputs: Mapping[str, Any]) -> None:
    export = json.dumps(_export(project, stack, outputs), sort_keys=True)
    digest = hashlib.sha256(export.encode()).hexdigest()
    mark = scratch.project(project) / f"peer-{stack}.sha256"
    if mark.exists() and mark.read_text() == digest and scratch.state_file(project, stack).exists():
        return
    scratch.ensure_stack(project, stack)
    with scratch.lock():
        file = mark.with_suffix(".json")
        write(file, export)
        scratch.run(["stack", "import", "--stack", stack, "--file", str(file)], mark.parent)
        write(mark, digest)


def _export(project: str, stack: str, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """What `pulumi stack export` of a stack with these outputs and nothing else would be."""
    urn = f"urn:pulumi:{stack}::{project}::pulumi:pulumi:Stack::{project}-{stack}"
    root = {"urn": urn, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": dict(outputs)}
    manifest = {"time": "2026-01-01T00:00:00Z", "magic": "", "version": ""}
    return {"version": 3, "deployment": {"manifest": manifest, "resources": [root]}}


def export(scratch: Scratch, project: str, stack: str, folder: Path) -> Path:
    """A folder with the exported states of all other stacks of this scratch."""
    folder.mkdir(parents=True)
    own = scratch.state_file(project, stack)
    for file in sorted((scratch.root / "state" / ".pulumi" / "stacks").glob("*/*.json")):
        if file != own:
            checkpoint = json.loads(file.read_text(encoding="utf-8"))
            deployment = checkpoint.get("checkpoint", {}).get("latest")
            if deployment:
                exported = {"version": checkpoint["version"], "deployment": deployment}
                write(folder / f"{file.parent.name}.{file.stem}.json", json.dumps(exported))
    return folder
