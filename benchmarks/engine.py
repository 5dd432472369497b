"""The real CLI with the offline provider, measured: wall time and CPU of every process."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import BenchmarkError, Sample
from benchmarks.plan import ROOT
from offline.scratch import Scratch
from offline.server import provider
from tools import cli

PROBE = ROOT / "benchmarks" / "probe"
STACK = "dev"
REGION = "eu-west-1"


@dataclass(frozen=True)
class Program:
    """A Pulumi program in the scratch folder, with its stack."""

    name: str
    folder: Path


@dataclass(frozen=True)
class Process:
    """What the probe noted of a Python process; times in seconds since 1970."""

    role: str
    began: float
    ended: float | None = None
    cpu: float = 0.0
    rss_kb: int = 0


class Engine:
    """Runs CLI commands in a scratch folder while one provider listens."""

    def __init__(self, scratch: Scratch, environment: Mapping[str, str]) -> None:
        self.scratch = scratch
        self.environment = {
            **environment,
            "PYTHONPATH": os.pathsep.join((str(PROBE), str(ROOT))),
            "PULUMI_DEBUG_COMMANDS": "1",
        }

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path) -> Iterator[Engine]:
        scratch = Scratch(folder / "engine", cli.locate(), cli.environment(os.environ))
        scratch.prepare()
        environment = scratch.environment()
        with provider(environment, scratch.root / "provider.log") as port:
            yield cls(scratch, {**environment, "PULUMI_DEBUG_PROVIDERS": f"aws:{port}"})

    def program(self, name: str, files: Mapping[str, str]) -> Program:
        """Write a program (`__main__.py` and what it imports) and make its stack, empty."""
        name = f"bench-{name}"
        folder = self.scratch.root / "projects" / name
        folder.mkdir(parents=True, exist_ok=True)
        runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": sys.prefix}}
        project = json.dumps({"name": name, "runtime": runtime})
        for file, text in {"Pulumi.yaml": project, **files}.items():
            (folder / file).write_text(text, encoding="utf-8")
        self.scratch.ensure_stack(name, STACK)
        settings = {"encryptionsalt": self.scratch.salt(), "config": {"aws:region": REGION}}
        (folder / f"Pulumi.{STACK}.yaml").write_text(json.dumps(settings), encoding="utf-8")
        return Program(name, folder)

    def preview(self, program: Program, *more: str, **variables: str) -> Sample:
        """Preview, and what it took: `wall s`, `cpu s` (all processes but the provider),
        `program cpu s`."""
        return self.measured(program.folder, ["preview", "--stack", STACK, *more], variables)

    def export(self, program: Program) -> Path:
        """The state of the program, applied first."""
        # The file backend would write the whole state after every resource.
        once = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
        self.measured(program.folder, ["up", "--stack", STACK, "--yes", "--skip-preview"], once)
        file = program.folder / "state.json"
        self.measured(program.folder, ["stack", "export", "--stack", STACK, "--file", str(file)])
        return file

    def measured(
        self, folder: Path, arguments: Sequence[str], variables: Mapping[str, str] | None = None
    ) -> Sample:
        notes = self.scratch.root / "probe.jsonl"
        notes.unlink(missing_ok=True)
        environment = {**self.environment, "PALISADE_PROBE": str(notes), **(variables or {})}
        line = [str(self.scratch.cli), *arguments, "--non-interactive", "--color", "never"]
        sample, _, _ = timed(line, folder, environment, self.scratch.root / "output.txt")
        # The engine logs about 2 MB a run, whoever reads it.
        shutil.rmtree(self.scratch.root / "home" / "logs", ignore_errors=True)
        programs = [p for p in processes(notes) if p.role == "program" and p.ended is not None]
        return {**sample, "program cpu s": sum(p.cpu for p in programs)}


def timed(
    line: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path
) -> tuple[Sample, float, float]:
    """Run a command to its end: (`wall s` and `cpu s` with all its children, begin, end).

    Raises BenchmarkError with the last lines of its output when it fails.
    """
    with output.open("wb") as out:
        began = time.time()
        start = time.perf_counter()
        process = subprocess.Popen(
            line,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = "\n".join(output.read_text(errors="replace").splitlines()[-30:])
        words = " ".join(line)
        raise BenchmarkError(f"{words} ended with {process.returncode} in {folder}:\n{end}")
    return {"wall s": wall, "cpu s": used.ru_utime + used.ru_stime}, began, began + wall


def processes(notes: Path) -> list[Process]:
    """The processes that the probe saw, in the order in which they began.

    One that only ended belongs to a measurement before, which was interrupted.
    """
    found: dict[int, dict[str, Any]] = {}
    if notes.exists():
        for line in notes.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            found.setdefault(entry.pop("pid"), {}).update(entry)
    seen = (Process(**entry) for entry in found.values() if "began" in entry)
    return sorted(seen, key=lambda p: p.began)
