"""`python -m offline preview` of one environment, the whole command, by phase.

`before`: from the start of the command to the start of the program (scratch folder, provider, CLI,
language host). `program`: the program's process. `after`: the guardrails over the whole stack and
the end of the CLI, the provider and the command.
"""

from __future__ import annotations

import os
import shutil
import sys

from benchmarks.engine import PROBE, processes, timed
from benchmarks.measure import BenchmarkError, Outcome, Sample, paired
from benchmarks.plan import ROOT, Plan
from offline.scratch import HOME_VARIABLE

GOAL_S = 5.0


def run(plan: Plan) -> Outcome:
    home = plan.folder / "dev"
    home.mkdir(parents=True, exist_ok=True)

    def preview() -> Sample:
        notes = home / "probe.jsonl"
        notes.unlink(missing_ok=True)
        environment = {
            **os.environ,
            HOME_VARIABLE: str(home / "offline"),
            "PYTHONPATH": str(PROBE),
            "PALISADE_PROBE": str(notes),
        }
        line = [sys.executable, "-m", "offline", "preview", "--stack", plan.stack]
        sample, began, ended = timed(line, ROOT, environment, home / "output.txt")
        shutil.rmtree(home / "offline" / "home" / "logs", ignore_errors=True)
        program = next((p for p in processes(notes) if p.role == "program"), None)
        if program is None or program.ended is None:
            raise BenchmarkError("the probe saw no program run to its end")
        return {
            **sample,
            "before s": program.began - began,
            "program s": program.ended - program.began,
            "after s": ended - program.ended,
            "program cpu s": program.cpu,
        }

    outcome = Outcome()
    outcome.add(paired({plan.stack: preview}, plan.rounds, plan.say))
    outcome.each("wall s", goal=GOAL_S if plan.stack == "dev" else None)
    for metric in ("before s", "program s", "after s", "program cpu s", "cpu s"):
        outcome.each(metric)
    return outcome
