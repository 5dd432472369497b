"""One offline run of the CLI: everything made ready, the command run, the summary printed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from offline import peers, stackfile, summary
from offline.arguments import Command, parse
from offline.errors import OfflineError
from offline.program import Program, find, load_yaml
from offline.scratch import HOME_VARIABLE, Scratch, write
from offline.server import ROOT, provider
from tools import cli

PACK = ROOT / "policies"
FINDINGS_VARIABLE = "PALISADE_FINDINGS"
_DEFAULT_REGION = "us-east-1"


def run(arguments: Sequence[str]) -> int:
    """Run a Pulumi command offline; the CLI's exit code."""
    started = time.monotonic()
    command = parse(arguments, Path.cwd())
    home = os.environ.get(HOME_VARIABLE)
    scratch = Scratch(
        Path(home).resolve() if home else ROOT / ".offline",
        cli.locate(),
        cli.environment(os.environ),
    )
    scratch.prepare()
    if not command.verb.stack and not command.verb.in_scratch:
        return _call(scratch, list(command.arguments), command.folder, scratch.environment())
    program = find(command.folder)
    if not command.verb.stack:
        folder = scratch.project(program.project)
        return _call(scratch, list(command.arguments), folder, scratch.environment())
    stack = program.choose(command.stack)
    file = program.stack_file(stack)
    with scratch.new_run() as folder:
        copy, account = _copy_stack_file(program, scratch, stack, file, folder)
        return _run_on_stack(command, program, scratch, stack, copy, account, folder, started)


def _run_on_stack(
    command: Command,
    program: Program,
    scratch: Scratch,
    stack: str,
    copy: Path,
    account: str | None,
    folder: Path,
    started: float,
) -> int:
    line = [*command.arguments, "--stack", stack]
    where = scratch.project(program.project) if command.verb.in_scratch else command.folder
    environment = scratch.environment()
    own = Path(os.environ.get(FINDINGS_VARIABLE) or folder / "findings.json").resolve()
    events = folder / "events.json"
    if command.verb.config:
        line += ["--config-file", str(copy)]
    if command.verb.policies and command.guardrails:
        line += ["--policy-pack", str(PACK)]
        environment[FINDINGS_VARIABLE] = str(own)
        environment["PALISADE_PEERS"] = str(
            peers.export(scratch, program.project, stack, folder / "peers")
        )
        own.unlink(missing_ok=True)
    if not command.verb.provider:
        return _call(scratch, line, where, environment)
    if command.verb.summary:
        line += ["--event-log", str(events)]
        environment["PULUMI_DEBUG_COMMANDS"] = "1"
    if account:
        environment["PALISADE_ACCOUNT"] = account
    with provider(environment) as port:
        environment["PULUMI_DEBUG_PROVIDERS"] = f"aws:{port}"
        code = _call(scratch, line, where, environment)
    if command.verb.summary:
        out = sys.stderr if command.has("--json", "-j") else sys.stdout
        took = time.monotonic() - started
        report = summary.report(command.name, stack, events, own, command.verb.policies, took)
        if report:
            print(report, file=out, flush=True)
    return code


def _copy_stack_file(
    program: Program, scratch: Scratch, stack: str, file: Path | None, folder: Path
) -> tuple[Path, str | None]:
    """(the configuration of this run, the stack's account); stack and peers are made on the way."""
    text = file.read_text(encoding="utf-8") if file else ""
    stand_ins = load_yaml(program.stand_ins) if program.stand_ins.is_file() else {}
    known = stand_ins.get("secrets") or {}
    found = stackfile.secrets(text)
    if file and (problem := stackfile.missing(file, program.stand_ins, found, known)):
        raise OfflineError(problem)
    scratch.ensure_stack(program.project, stack)
    peers.ensure(scratch, program, stand_ins.get("peers") or {}, program.stand_ins)
    values = {secret.path: _text(known[secret.path]) for secret in found}
    ciphertexts = scratch.encrypt(list(values.values())) if values else {}
    extra = {} if file else {"aws:region": _DEFAULT_REGION}
    copy = folder / f"Pulumi.{stack}.yaml"
    write(
        copy,
        stackfile.copy(text, scratch.salt(), lambda path: ciphertexts[values[path]], extra),
    )
    return copy, stackfile.plain_value(text, f"{program.project}:account")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _call(
    scratch: Scratch, line: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> int:
    """Run the CLI; an interrupt reaches it once, and we wait until it is done.

    At a terminal the CLI is in our process group and the terminal tells it. Elsewhere it has a
    group of its own and we pass the signal on.
    """
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    quiet = [] if at_terminal or not line else ["--non-interactive"]
    process = subprocess.Popen(  # noqa: S603
        [scratch.cli, *line, *quiet],
        cwd=folder,
        env=environment,
        start_new_session=not at_terminal,
    )

    def forward(number: int, _frame: FrameType | None) -> None:
        if not (at_terminal and number == signal.SIGINT):
            process.send_signal(number)

    before = {n: signal.signal(n, forward) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if code < 0:
        print(f"offline: pulumi was ended by signal {-code}", file=sys.stderr)
        return 128 - code
    return code
