"""One offline run of the CLI: everything made ready, the command run, the summary printed."""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline import peers, process, stackfile, summary
from offline.arguments import Command, parse
from offline.errors import OfflineError
from offline.program import Program, find
from offline.scratch import HOME_VARIABLE, Scratch, write
from offline.server import ROOT, provider
from offline.yaml_file import load_yaml
from tools import cli

PACK = ROOT / "policies"
FINDINGS_VARIABLE = "PALISADE_FINDINGS"
PEERS_VARIABLE = "PALISADE_PEERS"
ACCOUNT_VARIABLE = "PALISADE_ACCOUNT"
_DEFAULT_REGION = "us-east-1"  # for programs without any stack file


def run(arguments: Sequence[str]) -> int:
    """Run a Pulumi command offline; the CLI's exit code."""
    started = time.monotonic()
    command = parse(arguments, Path.cwd())
    home = os.environ.get(HOME_VARIABLE)
    root = Path(home).resolve() if home else ROOT / ".offline"
    scratch = Scratch(root, cli.locate(), cli.environment(os.environ))
    scratch.prepare()
    if command.verb.stack:
        program = find(command.folder)
        stack = program.choose(command.stack)
        with scratch.new_run() as folder:
            return Run(command, program, scratch, stack, folder, started).execute()
    folder = command.folder
    if command.verb.in_scratch:
        folder = scratch.project(find(folder).project)
    return process.call([scratch.cli, *command.arguments], folder, scratch.environment())


@dataclass(frozen=True)
class Run:
    """One command on one stack."""

    command: Command
    program: Program
    scratch: Scratch
    stack: str
    folder: Path
    """Where this run keeps its files; gone afterwards."""
    started: float

    def execute(self) -> int:
        """Make everything ready and run the CLI; its exit code."""
        verb = self.command.verb
        text = self._stack_file()
        configuration = self._prepare(text)
        line: list[str | Path] = [self.scratch.cli, *self.command.arguments]
        if not (self.command.name == "policy analyze" and self.command.has("--file")):
            line += ["--stack", self.stack]  # a file is analysed in place of a stack
        environment = self.scratch.environment()
        if verb.config:
            line += ["--config-file", configuration]
        if verb.policies and self.command.guardrails:
            line += ["--policy-pack", PACK]
            environment[FINDINGS_VARIABLE] = str(self.findings)
            environment[PEERS_VARIABLE] = str(self._peers())
            self.findings.unlink(missing_ok=True)
        if verb.summary:
            line += ["--event-log", self.events]
            environment["PULUMI_DEBUG_COMMANDS"] = "1"
        where = self.command.folder
        if verb.in_scratch:
            where = self.scratch.project(self.program.project)
        if not verb.provider:
            return process.call(line, where, environment)
        account = stackfile.plain_value(text, f"{self.program.project}:account")
        if account:
            environment[ACCOUNT_VARIABLE] = account
        with provider(environment, self.folder / "provider.log") as port:
            environment["PULUMI_DEBUG_PROVIDERS"] = f"aws:{port}"
            code = process.call(line, where, environment)
        if verb.summary:
            self._report()
        return code

    @property
    def events(self) -> Path:
        """Pulumi's event log."""
        return self.folder / "events.json"

    @property
    def findings(self) -> Path:
        """Where the guardrails write what they found."""
        given = os.environ.get(FINDINGS_VARIABLE)
        return Path(given).resolve() if given else self.folder / "findings.json"

    def _stack_file(self) -> str:
        """The text of the stack's file; of a program that keeps none, just a region."""
        file = self.program.stack_file(self.stack)
        if file is None:
            return f"config:\n  aws:region: {_DEFAULT_REGION}\n"
        stackfile.check(load_yaml(file), file)
        return file.read_text(encoding="utf-8")

    def _prepare(self, text: str) -> Path:
        """The stack and its peers are there afterwards; the configuration of this run."""
        source = self.program.stand_ins
        stand_ins = load_yaml(source) if source.is_file() else {}
        known = _mapping(stand_ins, "secrets", source)
        secrets = stackfile.secrets(text)
        missing = [f"  {secret.path}" for secret in secrets if secret.path not in known]
        if missing:
            raise OfflineError(
                f"the stack {self.stack} has secrets that offline runs can't read. Give each a "
                f"stand-in under `secrets:` in {source}:\n" + "\n".join(missing)
            )
        self.scratch.ensure_stack(self.program.project, self.stack)
        peers.ensure(self.scratch, self.program, _mapping(stand_ins, "peers", source), source)
        self._check_peers(text, source)
        values = {secret.path: _text(known[secret.path]) for secret in secrets}
        ciphertexts = self.scratch.encrypt(list(values.values())) if values else {}
        copy = self.folder / f"Pulumi.{self.stack}.yaml"
        write(
            copy,
            stackfile.copy(text, self.scratch.salt(), lambda path: ciphertexts[values[path]]),
        )
        return copy

    def _check_peers(self, text: str, source: Path) -> None:
        """The engine would name one unknown stack, and not where it could come from."""
        absent = [
            name
            for name in stackfile.peers(text)
            if not self.scratch.state_file(*name.split("/")[1:]).exists()
        ]
        if absent:
            raise OfflineError(
                f"the stack {self.stack} refers to stacks that are not here. Give each its outputs "
                f"under `peers:` in {source}, or bring it up offline:\n  " + "\n  ".join(absent)
            )

    def _peers(self) -> Path:
        return peers.export(self.scratch, self.program.project, self.stack, self.folder / "peers")

    def _report(self) -> None:
        """To standard output, unless a program reads that."""
        took = time.monotonic() - self.started
        lines = summary.report(self.command, self.stack, self.events, self.findings, took)
        if lines:
            out = sys.stderr if self.command.has("--json", "-j") else sys.stdout
            print(lines, file=out, flush=True)


def _mapping(stand_ins: Mapping[str, Any], key: str, source: Path) -> Mapping[str, Any]:
    found = stand_ins.get(key) or {}
    if not isinstance(found, dict):
        raise OfflineError(f"{source}: `{key}` holds {found!r}; write a mapping, name to value")
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
