"""What a run did, in the few lines that a person reads last.

dev (offline) · 2 architectures, 31 resources to create
guardrails: 9 rules, 0 findings, 2 undecided (3 values unknown or unclear)
5.2 s
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline.arguments import Command
from offline.process import how_it_ended

_STACK = "pulumi:pulumi:Stack"
_NOT_ARCHITECTURES = ("index", "foundation")
_DONE = {
    "create": "created",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "import": "imported",
}


@dataclass(frozen=True)
class Run:
    """What Pulumi's event log says of the last phase of a run."""

    preview: bool
    result: str
    changes: Mapping[str, int]
    """Operation → number of resources, the stack itself not counted."""
    architectures: int
    finished: bool = True
    """Did it come to its end? Only then was the state written."""


def report(
    command: Command, stack: str, events: Path, findings: Path, took: float, code: int = 0
) -> str:
    """The summary of a run, with `took` in seconds and the CLI's exit code.

    One line where it was broken off; empty where nothing was begun.
    """
    run = read_events(events)
    ended = how_it_ended(code)
    if run is None and not ended:
        return ""
    if run is None or not run.finished:
        kept = "" if command.name == "preview" else ": the state is as it was before"
        return f"{stack} (offline) · {command.name} {ended or 'broke off'}{kept}"
    first = f"{stack} (offline) · {_changes(command.name, run, ended)}"
    return "\n".join([first, _guardrails(command, findings), f"{took:.1f} s"])


def read_events(events: Path) -> Run | None:
    """The last phase in an event log; None where nothing was begun."""
    if not events.exists():
        return None
    phase: list[dict[str, Any]] = []
    for line in events.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if "preludeEvent" in event:
            phase = []
        phase.append(event)
    if not phase:
        return None
    summary = next((e["summaryEvent"] for e in phase if "summaryEvent" in e), None)
    operations = dict(_operations(phase))
    changes = Counter(summary["resourceChanges"] if summary else operations.values())
    for urn, operation in operations.items():
        if _type(urn) == _STACK:  # a refresh reads it and then counts it as the same
            changes[operation if changes[operation] else "same"] -= 1
    return Run(
        preview=bool(summary and summary.get("isPreview")),
        result=(summary or {}).get("result", "failed"),
        changes=changes,
        architectures=_architectures(operations),
        finished=summary is not None,
    )


def _architectures(operations: Mapping[str, str]) -> int:
    """How many the environment has afterwards; where none is left, how many went."""
    found = [op for urn, op in operations.items() if _is_architecture(_type(urn))]
    return sum(op != "delete" for op in found) or len(found)


def _operations(phase: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for event in phase:
        metadata = event.get("resourcePreEvent", {}).get("metadata")
        if metadata:
            yield metadata["urn"], metadata["op"]


def _type(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _is_architecture(type_: str) -> bool:
    package, _, rest = type_.partition(":")
    return package == "palisade" and rest.partition(":")[0] not in _NOT_ARCHITECTURES


def _changes(verb: str, run: Run, ended: str) -> str:
    words = []
    for operation, done in _DONE.items():
        count = run.changes.get(operation, 0)
        if count:
            noun = f" {_plural(count, 'resource')[len(str(count)) + 1 :]}" if not words else ""
            words.append(f"{count}{noun} {f'to {operation}' if run.preview else done}")
    unchanged = run.changes.get("same", 0)
    if not words:
        words = [f"no changes, {_plural(unchanged, 'resource')}" if unchanged else "no changes"]
    text = ", ".join(words)
    if run.architectures:
        text = f"{_plural(run.architectures, 'architecture')}, {text}"
    if run.result == "succeeded" and not ended:
        return text
    failed = f"{verb} {ended or run.result}"
    return failed if text == "no changes" else f"{failed}: {text}"


def _guardrails(command: Command, findings: Path) -> str:
    if not command.verb.policies:
        return f"guardrails do not run on {command.name}"
    if not command.guardrails:
        return "guardrails did not run"
    if not findings.exists():
        return "guardrails: no verdict, the run ended before they saw the whole stack"
    found = json.loads(findings.read_text(encoding="utf-8"))
    words = [_plural(len(found["rules"]), "rule"), _findings(found["findings"])]
    if found["undecided"]:
        words.append(_undecided(found["undecided"]))
    if found["exemptions"]:
        words.append(_exemptions(found["exemptions"]))
    if found["defects"]:
        words.append(_plural(len(found["defects"]), "broken rule"))
    return f"guardrails: {', '.join(words)}"


def _findings(findings: Sequence[Mapping[str, Any]]) -> str:
    refused = sum(finding["level"] == "mandatory" for finding in findings)
    text = _plural(len(findings), "finding")
    return f"{text} ({refused} mandatory)" if refused else text


def _undecided(undecided: Sequence[Mapping[str, Any]]) -> str:
    questions = len({(u["rule"], u["resource"]) for u in undecided})
    values = len({(u["resource"], u["property"]) for u in undecided})
    return f"{questions} undecided ({_plural(values, 'value')} unknown or unclear)"


def _exemptions(exemptions: Sequence[Mapping[str, Any]]) -> str:
    text = _plural(len(exemptions), "exemption")
    days = [e["days_left"] for e in exemptions if isinstance(e["days_left"], int)]
    if not days:
        return text
    left = _plural(min(days), "day")
    return f"{text} ({left} left)" if len(exemptions) == 1 else f"{text} (first ends in {left})"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
