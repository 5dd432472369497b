"""`python -m benchmarks [name …] [--rounds 7] [--json FILE] [--stack dev] [--quick] [--resume]`."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import neighbours, report
from benchmarks.measure import BenchmarkError
from benchmarks.plan import ROOT, Plan, on_one_line
from offline.errors import OfflineError
from tools.errors import SetupError
from tools.packages import require_packages

CASES = ("start", "dev", "loops", "rules", "preview", "pack", "analyze", "fleet")
"""The modules of benchmarks/cases, quick ones first; each has `run(plan) -> Outcome`."""


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks that are named, or all; 1 when one failed, 2 when none could run."""
    asked = _parse(arguments)
    failed = []
    try:
        require_packages()
        results = report.read(asked.json)
        for name in asked.names or CASES:
            if asked.resume and _has(results.get(name), asked):
                print(f"{name}: taken from {asked.json}")
                continue
            try:
                results[name] = _run(name, asked)
            except BenchmarkError as error:
                failed.append(name)
                print(f"benchmarks: {name}: {error}", file=sys.stderr)
            else:
                # After each one, so that an interrupted run keeps what it has.
                report.write(asked.json, results)
    except (BenchmarkError, OfflineError, SetupError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        on_one_line("")
        raise
    print(f"{asked.json}, without {', '.join(failed)}" if failed else asked.json)
    return 1 if failed else 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of: {', '.join(CASES)}")
    parser.add_argument("--rounds", type=int, help="paired rounds (7; 1 with --quick)")
    parser.add_argument("--json", type=Path, help="results (build/benchmarks.json)")
    parser.add_argument("--stack", default="dev", help="environment that `dev` previews (dev)")
    parser.add_argument("--quick", action="store_true", help="smallest sizes: does it all run?")
    parser.add_argument("--resume", action="store_true", help="skip what the file has already")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in CASES]:
        parser.error(f"no such benchmark: {', '.join(unknown)} (there are {', '.join(CASES)})")
    asked.rounds = asked.rounds if asked.rounds is not None else 1 if asked.quick else 7
    if asked.rounds < 1:
        parser.error("--rounds must be at least 1")
    # A smoke run must not replace figures that took an hour.
    default = "benchmarks-quick.json" if asked.quick else "benchmarks.json"
    asked.json = asked.json or ROOT / "build" / default
    return asked


def _has(entry: dict[str, object] | None, asked: argparse.Namespace) -> bool:
    wanted = {"rounds": asked.rounds, "quick": asked.quick, "stack": asked.stack}
    return entry is not None and wanted.items() <= entry.items()


def _run(name: str, asked: argparse.Namespace) -> dict[str, object]:
    case = importlib.import_module(f"benchmarks.cases.{name}")
    plan = Plan(
        asked.rounds, asked.quick, ROOT / "build" / "benchmarks",
        lambda text: on_one_line(f"{name}: {text}"), asked.stack,
    )  # fmt: skip
    plan.folder.mkdir(parents=True, exist_ok=True)
    before = neighbours.Reading.now()
    start = time.perf_counter()
    outcome = case.run(plan)
    took = time.perf_counter() - start
    others = neighbours.cores_of_others(before, neighbours.Reading.now())
    if others is not None and others > neighbours.TOLERATED:
        busy = f"others used {others:.1f} cores meanwhile: measure again on a quiet machine"
        outcome.notes.append(busy)
    on_one_line("")
    rounds = f"{plan.rounds} round{'' if plan.rounds == 1 else 's'}"
    title = (case.__doc__ or name).splitlines()[0]
    print(report.table(f"{name}: {title} ({rounds}, {took:.0f} s)", outcome), flush=True)
    return {**report.entry(outcome, plan.rounds, plan.quick, took), "stack": plan.stack}
