"""`python -m policies.fleet` over many exported states: 200 stacks of 500 resources.

Each stack is a copy of one real state under names of its own. Sizes are resources, components not
counted. `wall s` is the whole command, start and reading of the files included.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from benchmarks import state
from benchmarks.engine import Engine
from benchmarks.measure import BenchmarkError, Outcome, Sample, paired
from benchmarks.plan import ROOT, Plan

STACKS = (20, 200)
RESOURCES = 500
GOAL = 20.0


def run(plan: Plan) -> Outcome:
    outcome = Outcome()
    folder = plan.folder / "fleet"
    folder.mkdir(exist_ok=True)
    with Engine.started(plan.folder) as engine:
        once = state.exported(plan, engine, 100)
    text = json.dumps(state.multiplied(once, RESOURCES // 100))
    for count in plan.sizes(*STACKS):
        files = [_copy(text, folder, number) for number in range(count)]
        name = f"{count} stacks"
        outcome.add(paired({name: partial(_timed, files)}, plan.rounds, plan.say))
        outcome.each("wall s", name, goal=GOAL)
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        outcome.notes.append(f"{name}: {megabytes:.0f} MB")
    return outcome


def _copy(text: str, folder: Path, number: int) -> Path:
    """The state as one of a project of its own, with names (and so ARNs) of its own."""
    own = re.sub(r"\bunit(\d+)", rf"stack{number}unit\1", text)
    file = folder / f"{number}.json"
    file.write_text(
        re.sub(r"(urn:pulumi:[^:]+::)([^:]+)::", rf"\1\2-{number}::", own), encoding="utf-8"
    )
    return file


def _timed(files: list[Path]) -> Sample:
    start = time.perf_counter()
    command = [sys.executable, "-m", "policies.fleet", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"policies.fleet ended with {done.returncode}: {done.stderr}")
    return {"wall s": time.perf_counter() - start}
