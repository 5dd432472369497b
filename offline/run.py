"""One offline run of the CLI: everything made ready, the command run, the summary printed."""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from offline import peers, process, stackfile, summary
from offline.alone import alone
from offline.arguments import Command, parse
from offline.errors import OfflineError
from offline.problems import VARIABLE as PROBLEMS_VARIABLE
from offline.problems import Problem, hand_over
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
        with alone(scratch, program.project, stack, command), scratch.new_run() as folder:
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
        source = self.program.stand_ins
        stand_ins = load_yaml(source) if source.is_file() else {}
        known = _mapping(stand_ins, "secrets", source)
        self.scratch.ensure_stack(self.program.project, self.stack)
        peers.ensure(self.scratch, self.program, _mapping(stand_ins, "peers", source), source)
        configuration = self._configuration(text, known)
        if wrong := list(self._wrong(text, known, source)):
            return self._refuse(wrong, configuration)
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
        code = self._call(line, where, environment, keeps=self.command.name != "preview")
        if verb.summary:
            self._report(code)
        return code

    def _call(
        self, line: list[str | Path], where: Path, environment: dict[str, str], *, keeps: bool
    ) -> int:
        """Run the CLI beside the provider."""
        with provider(environment, self.folder / "provider.log") as port:
            environment["PULUMI_DEBUG_PROVIDERS"] = f"aws:{port}"
            told = self.command.verb.summary
            return process.call(line, where, environment, keeps=keeps, told=told)

    @property
    def events(self) -> Path:
        """Pulumi's event log."""
        return self.folder / "events.json"

    @property
    def findings(self) -> Path:
        """Where the guardrails write what they found."""
        given = os.environ.get(FINDINGS_VARIABLE)
        if not given:
            return self.folder / "findings.json"
        file = Path(given).resolve()
        if file.is_dir():
            raise OfflineError(f"{FINDINGS_VARIABLE}={given} is a folder: name a file in it")
        return file

    def _stack_file(self) -> str:
        """The text of the stack's file; of a program that keeps none, just a region."""
        file = self.program.stack_file(self.stack)
        if file is None:
            return f"config:\n  aws:region: {_DEFAULT_REGION}\n"
        stackfile.check(load_yaml(file, but="config"), file)
        return file.read_text(encoding="utf-8")

    def _configuration(self, text: str, known: Mapping[str, Any]) -> Path:
        """The configuration of this run."""
        values = {
            secret.path: _text(known.get(secret.path, "a secret without a stand-in"))
            for secret in stackfile.secrets(text)
        }
        ciphertexts = self.scratch.encrypt(list(values.values())) if values else {}
        copy = self.folder / f"Pulumi.{self.stack}.yaml"
        write(
            copy,
            stackfile.copy(text, self.scratch.salt(), lambda path: ciphertexts[values[path]]),
        )
        return copy

    def _wrong(self, text: str, known: Mapping[str, Any], source: Path) -> Iterator[Problem]:
        """What the engine would not tell, or not with the place it comes from."""
        where = f"Pulumi.{self.stack}.yaml: "
        for found in stackfile.twice(text):
            fix = f"keep line {found.first} or line {found.again}"
            yield Problem(f"{where}{found.path}", "(written twice)", "each key once", fix)
        for secret in stackfile.secrets(text):
            if secret.path not in known:
                fix = f"write one under `secrets:` in {source}"
                # Inside of an object a program may not take secrets at all.
                inside = "." in secret.path or "[" in secret.path
                stand_in = "a stand-in, as offline runs can't read secrets"
                yield Problem(f"{where}{secret.path}", "(secret)", stand_in, fix, late=inside)
        for name in stackfile.peers(text):
            if not self.scratch.state_file(*name.split("/")[1:]).exists():
                fix = f"write its outputs under `peers:` in {source}, or bring it up offline"
                yield Problem(
                    where.removesuffix(": "), f"${{stack:{name}.…}}", "a stack that is here", fix
                )

    def _refuse(self, wrong: Sequence[Problem], configuration: Path) -> int:
        """Have the program tell what is wrong, with all that it finds itself."""
        everything = "\n  ".join(["the stack file is refused:", *map(str, wrong)])
        if not (self.command.verb.policies and self.command.verb.config):
            raise OfflineError(everything)
        file = self.folder / "problems.json"
        hand_over(wrong, file)
        environment = {**self.scratch.environment(), PROBLEMS_VARIABLE: str(file)}
        line: list[str | Path] = [self.scratch.cli, "preview", "--stack", self.stack]
        line += ["--config-file", configuration, "--event-log", self.events]
        environment |= {"PULUMI_DEBUG_COMMANDS": "1", FINDINGS_VARIABLE: str(self.findings)}
        code = self._call(line, self.command.folder, environment, keeps=False)
        told = code != 0 and not file.exists()
        if not told and not process.how_it_ended(code):
            raise OfflineError(everything)
        self._report(code)
        return code

    def _peers(self) -> Path:
        return peers.export(self.scratch, self.program.project, self.stack, self.folder / "peers")

    def _report(self, code: int) -> None:
        """To standard output, unless a program reads that."""
        took = time.monotonic() - self.started
        lines = summary.report(self.command, self.stack, self.events, self.findings, took, code)
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
