"""Results: a table for the screen, a JSON file to keep."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.measure import BenchmarkError, Figure, Outcome

VERSION = 1


def table(title: str, outcome: Outcome) -> str:
    """The figures, one a line: median, spread, goal."""
    rows = [(f.label, _number(f.median, f.unit), _spread(f), _goal(f)) for f in outcome.figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"  {label:<{widths[0]}}  {median:>{widths[1]}}  {spread:<{widths[2]}}  {goal}".rstrip()
        for label, median, spread, goal in rows
    ]
    return "\n".join([title, *lines, *(f"  note: {note}" for note in outcome.notes)])


def _spread(figure: Figure) -> str:
    return f"[{_number(figure.low)} to {_number(figure.high)}]"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    word = "within" if figure.median <= figure.goal else "MISSES"
    return f"{word} the goal of {_number(figure.goal, figure.unit)}"


def _number(value: float, unit: str = "") -> str:
    digits = 2 if abs(value) < 100 else 0
    return f"{value:.{digits}f}{f' {unit}' if unit else ''}"


def read(file: Path) -> dict[str, Any]:
    """What the file holds so far; nothing where there is no file.

    Raises BenchmarkError for a file that is not ours, so that it is not overwritten.
    """
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BenchmarkError(
            f"{file} is not JSON: {error}. Move it away, or name another"
        ) from None
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise BenchmarkError(f"{file} holds no results of these benchmarks: name another file")
    return found["benchmarks"]


def write(file: Path, benchmarks: Mapping[str, Any]) -> None:
    """All results, atomically."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": VERSION, "benchmarks": benchmarks}, indent=1)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    new.write_text(f"{text}\n", encoding="utf-8")
    new.replace(file)


def entry(outcome: Outcome, rounds: int, quick: bool, seconds: float) -> dict[str, Any]:
    """A benchmark's part of the file."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "rounds": rounds,
        "quick": quick,
        "seconds": round(seconds, 1),
        "figures": [asdict(figure) for figure in outcome.figures],
        "notes": outcome.notes,
        "samples": outcome.samples,
    }


def machine() -> dict[str, Any]:
    return {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in ("pulumi", "pulumi-aws", "pulumi-policy")},
    }
