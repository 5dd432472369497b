"""`python -m offline demo`: a loop in the event flow is refused, twice.

First at preview, where the policy documents are known. Then with documents that only creation
makes known: the update refuses the one resource that would close the loop, before it exists.
"""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline.errors import OfflineError
from offline.scratch import HOME_VARIABLE
from offline.server import ROOT

RULE = "recursion-loop"
PROGRAM = "examples/loop"


@dataclass(frozen=True)
class Outcome:
    """One run of the CLI."""

    code: int
    output: str
    loops: Sequence[Mapping[str, Any]]
    """What the rule found."""

    @property
    def refused(self) -> bool:
        return self.code != 0 and bool(self.loops)


def demo(arguments: Sequence[str] = ()) -> int:
    """Run it in a scratch folder of its own; 0 when both were refused."""
    if arguments:
        raise OfflineError(f"demo takes no arguments: {' '.join(arguments)}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="palisade-demo-") as home:
        refused = _at_preview(Path(home)) and _during_the_update(Path(home))
    if refused:
        print(f"Refused twice, {time.monotonic() - started:.0f} s.")
    return 0 if refused else 1


def _at_preview(home: Path) -> bool:
    print("1. Preview, with policy documents that are known\n")
    outcome = _run(home, "preview", "--stack", "dev")
    if not outcome.refused:
        return _surprise(outcome)
    _show(outcome)
    print("   Refused: nothing was created.\n")
    return True


def _during_the_update(home: Path) -> bool:
    print("2. Update, with policy documents that nobody knows before the ARNs exist\n")
    outcome = _run(home, "up", "--yes", "--stack", "unknown")
    if not outcome.refused:
        return _surprise(outcome)
    _show(outcome, short=True)
    closing = str(outcome.loops[0]["message"]).split()[0]
    created = _created(home)
    if closing in created or not created:
        return _surprise(outcome)
    _say(f"Created before: {', '.join(created)}.")
    _say(f"Refused: {closing} was not created, so nothing goes round.")
    print()
    return True


def _run(home: Path, *arguments: str) -> Outcome:
    findings = home / "findings.json"
    findings.unlink(missing_ok=True)
    _quote(f"$ python -m offline {' '.join(arguments)} -C {PROGRAM}")
    done = _offline(home, *arguments)
    found = json.loads(findings.read_text("utf-8"))["findings"] if findings.exists() else []
    loops = [finding for finding in found if finding["rule"] == RULE]
    return Outcome(done.returncode, done.stdout, loops)


def _created(home: Path) -> list[str]:
    """Names of the resources that the state has."""
    exported = _offline(home, "stack", "export", "--stack", "unknown", stderr=None)
    state = json.loads(exported.stdout)
    urns = [resource["urn"] for resource in state["deployment"].get("resources", [])]
    return sorted(urn.rpartition("::")[2] for urn in urns if "::pulumi:" not in urn)


def _offline(
    home: Path, *arguments: str, stderr: int | None = subprocess.STDOUT
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        HOME_VARIABLE: str(home),
        "PALISADE_FINDINGS": str(home / "findings.json"),
    }
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "offline", *arguments, "-C", PROGRAM],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )


def _show(outcome: Outcome, *, short: bool = False) -> None:
    for loop in outcome.loops:
        text = str(loop["message"])
        _quote(text.partition("\n  break it:")[0] if short else text)
    print()


def _quote(text: str) -> None:
    print(textwrap.indent(text, "   "), flush=True)


def _say(text: str) -> None:
    print(
        textwrap.fill(
            text, 96, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False
        )
    )


def _surprise(outcome: Outcome) -> bool:
    """Not refused as it should be: show the whole run."""
    print(outcome.output, file=sys.stderr)
    print(f"demo: expected {RULE} to refuse this (exit code {outcome.code})", file=sys.stderr)
    return False
