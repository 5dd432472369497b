"""Which Pulumi command was asked for, on which stack, in which folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from offline.errors import OfflineError


@dataclass(frozen=True)
class Verb:
    """What a command of the CLI takes."""

    stack: bool = True
    config: bool = False
    """It reads the stack's configuration, so it gets our copy with `--config-file`."""
    policies: bool = False
    provider: bool = False
    """It may ask the provider something."""
    summary: bool = False
    changes: bool = False
    """It changes the stack's state, which only one run may do at a time."""
    in_scratch: bool = False
    """It would write stack files, so it runs where those are ours."""
    refused: str = ""


_UPDATE = Verb(config=True, provider=True, summary=True, changes=True)
_PREVIEW = Verb(config=True, provider=True, summary=True, policies=True)
_UP = replace(_PREVIEW, changes=True)
_SCRATCH = Verb(in_scratch=True)
_STATE = Verb(in_scratch=True, changes=True)
_FILE = "it changes stack files; edit stacks/ by hand, offline runs read it from there"

VERBS = {
    "preview": _PREVIEW,
    "up": _UP,
    "watch": Verb(config=True, provider=True, policies=True, changes=True),
    "destroy": _UPDATE,
    "refresh": _UPDATE,
    "import": _UPDATE,
    "cancel": _SCRATCH,
    "logs": Verb(config=True),
    "config": Verb(config=True),
    "config get": Verb(config=True),
    "config set": Verb(refused=_FILE),
    "config set-all": Verb(refused=_FILE),
    "config rm": Verb(refused=_FILE),
    "config rm-all": Verb(refused=_FILE),
    "config cp": Verb(refused=_FILE),
    "config refresh": Verb(refused=_FILE),
    "console": Verb(refused="there is no console offline"),
    "login": Verb(refused="offline runs keep their state in .offline/"),
    "logout": Verb(refused="offline runs keep their state in .offline/"),
    "policy analyze": Verb(policies=True),
    "stack": _SCRATCH,
    "stack change-secrets-provider": Verb(refused="offline stacks keep their own passphrase"),
    "stack export": Verb(),
    "stack import": Verb(changes=True),
    "stack output": Verb(),
    "stack graph": Verb(),
    "stack history": _SCRATCH,
    "stack init": Verb(refused="an offline stack is made when it is first used"),
    "stack ls": Verb(stack=False, in_scratch=True),
    "stack rename": Verb(refused="an offline stack has the name of its stack file"),
    "stack rm": _STATE,
    "stack select": Verb(refused="name the stack with --stack in each run"),
    "stack unselect": Verb(refused="name the stack with --stack in each run"),
    "stack tag": Verb(refused="the offline state keeps no tags"),
    "state delete": _STATE,
    "state edit": _STATE,
    "state protect": _STATE,
    "state unprotect": _STATE,
    "state rename": _STATE,
    "state repair": _STATE,
    "state taint": _STATE,
    "state untaint": _STATE,
    "state upgrade": Verb(stack=False, in_scratch=True),
}
_ALIASES = {"pre": "preview", "update": "up", "deploy": "up", "down": "destroy", "dn": "destroy"}
_GROUPS = {name.split()[0] for name in VERBS if " " in name}
WITHOUT_GUARDRAILS = "--without-guardrails"
_PASSED_ON = Verb(stack=False)
_WITH_VALUE = {"-C", "--cwd", "-s", "--stack", "--color", "-v", "--verbose", "--tracing",
               "--otel-traces", "--profiling", "--memprofilerate"}  # fmt: skip


@dataclass(frozen=True)
class Command:
    """A Pulumi command line, read."""

    name: str
    verb: Verb
    stack: str | None
    folder: Path
    arguments: tuple[str, ...]
    """What goes to the CLI: all but the stack, the folder and our own flag."""
    guardrails: bool = True

    def has(self, *flags: str) -> bool:
        """Is one of these flags given?"""
        return any(a == f or a.startswith(f"{f}=") for a in self.arguments for f in flags)


def parse(arguments: Sequence[str], folder: Path) -> Command:
    """Read a command line; unknown commands are passed on as they are."""
    kept, stack, cwd = _take_out(a for a in arguments if a != WITHOUT_GUARDRAILS)
    words = _words(kept)
    first = _ALIASES.get(words[0], words[0]) if words else ""
    name = f"{first} {words[1]}" if first in _GROUPS and len(words) > 1 else first
    if name not in VERBS and first in _GROUPS and first in VERBS:
        name = first
    verb = VERBS.get(name, _PASSED_ON)
    guardrails = WITHOUT_GUARDRAILS not in arguments
    command = Command(name, verb, stack, folder / (cwd or ""), tuple(kept), guardrails)
    if command.has("--help", "-h"):
        return Command(name, _PASSED_ON, None, command.folder, tuple(kept))
    if verb.refused:
        raise OfflineError(f"pulumi {name} does not run offline: {verb.refused}")
    if command.has("--config-file"):
        raise OfflineError("--config-file is not for offline runs: they copy the stack file")
    return command


def _take_out(arguments: Iterable[str]) -> tuple[list[str], str | None, str | None]:
    """The arguments without `--stack` and `--cwd`, and what those two said."""
    kept: list[str] = []
    said: dict[str, str] = {}
    names = {"-s": "stack", "--stack": "stack", "-C": "cwd", "--cwd": "cwd"}
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            kept += [argument, *rest]
            break
        flag, equals, value = argument.partition("=")
        if flag in names and equals:
            said[names[flag]] = value
        elif argument in names:
            if not rest:
                raise OfflineError(f"{argument} needs a value")
            said[names[argument]] = rest.pop(0)
        elif argument[:2] in ("-s", "-C") and len(argument) > 2 and argument[1] != "-":
            said[names[argument[:2]]] = argument[2:]
        else:
            kept.append(argument)
    if empty := [name for name, value in said.items() if not value]:
        raise OfflineError(f"--{empty[0]} needs a value")
    return kept, said.get("stack"), said.get("cwd")


def _words(arguments: Sequence[str]) -> list[str]:
    """The first two words that are neither flags nor their values."""
    words: list[str] = []
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument.startswith("-"):
            skip = argument in _WITH_VALUE
        else:
            words.append(argument)
    return words[:2]
