"""Start of the program and of the pack, each in a new process.

`program`: what the program of two architectures imports, against `import pulumi, pulumi_aws`.
`pack`: from the start of the pack's process to the port that it serves on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial

from benchmarks.measure import BenchmarkError, Outcome, Sample, paired
from benchmarks.plan import ROOT, Plan

IMPORTS = {
    "python": "pass",
    "import pulumi": "import pulumi",
    "import pulumi, pulumi_aws": "import pulumi, pulumi_aws",
    "program": (
        "import pulumi, pulumi_aws, components.environment, components.apis.cors, "
        "components.events.appsync_target, policies.names"
    ),
}
PROGRAM_GOAL_MS = 300.0
PACK_GOAL_MS = 600.0


def run(plan: Plan) -> Outcome:
    variants = {name: partial(_import, code) for name, code in IMPORTS.items()}
    outcome = Outcome()
    outcome.add(paired({**variants, "pack": _pack}, plan.rounds, plan.say))
    outcome.each("start ms", "python", "import pulumi", "import pulumi, pulumi_aws", "program")
    outcome.added("program", "import pulumi, pulumi_aws", "start ms", PROGRAM_GOAL_MS)
    outcome.each("start ms", "pack", goal=PACK_GOAL_MS)
    return outcome


def _import(code: str) -> Sample:
    line = [sys.executable, "-c", code]
    start = time.perf_counter()
    # In a group of its own: Ctrl-C is for us, and we end it.
    done = subprocess.run(
        line, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False, process_group=0
    )
    took = time.perf_counter() - start
    if done.returncode:
        raise BenchmarkError(f"{code!r} ended with {done.returncode}: {done.stderr}")
    return {"start ms": took * 1000}


def _pack() -> Sample:
    """As the language host starts it: in the pack's folder, with the engine's address."""
    line = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    environment = {k: v for k, v in os.environ.items() if k != "PALISADE_PLAIN_PACK"}
    start = time.perf_counter()
    with subprocess.Popen(
        line,
        cwd=ROOT / "policies",
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            took = time.perf_counter() - start
        finally:
            process.kill()
    if not port.isdigit():
        raise BenchmarkError(f"the pack did not start; it said {port!r}")
    return {"start ms": took * 1000}
