"""A stack file's configuration, checked whole before anything is registered.

`plan` takes the values of the file and gives the architectures in the order they can be built
in, or raises one `ConfigError` with every problem of the file. It needs no running program.
"""

from __future__ import annotations

import graphlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from components.architecture import Architecture
from components.args import Exemption, Model
from components.catalog import architecture, kinds
from components.errors import MISSING, ConfigError, Problem, nearest
from components.references import BadReference, Reference, Template, leaves, parse, substitute
from components.settings import Settings
from components.validation import problems_of

_NAME = r"^[a-z][a-z0-9-]{0,38}[a-z0-9]$"
_OWN_KEYS = ("kind", "account")


class Account(Model):
    """Another AWS account of this environment."""

    id: str = Field(pattern=r"^\d{12}$")
    """12 digits, in quotes."""

    role_arn: str = Field(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:role/.+$")
    """Role that the deployment assumes there."""


class StackFile(Model):
    """The keys under `palisade:` (and `aws:region`) of a stack file."""

    region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")
    """AWS Region, from `aws:region`, e.g. `eu-west-1`."""

    environment: str = Field(pattern=_NAME)
    """Name of a file `stacks/Pulumi.<environment>.yaml`; levels of guardrails go by it."""

    account: str = Field(pattern=r"^\d{12}$")
    """The account deployed to: 12 digits, in quotes. Any other account is refused."""

    settings: Settings = Settings()
    """What holds for the whole environment."""

    accounts: dict[str, Account] = Field(default_factory=dict)
    """Other accounts, by the name that an entry's `account:` uses."""

    architectures: dict[str, Any] = Field(default_factory=dict)
    """The architectures by name; each has a `kind` and that kind's settings."""

    exemptions: tuple[Exemption, ...] = ()
    """Rules set aside in this environment."""


@dataclass(frozen=True)
class Entry:
    """One architecture to build; `values` may hold templates."""

    name: str
    kind: type[Architecture]
    values: dict[str, Any]
    account: str | None


@dataclass(frozen=True)
class Plan:
    """A valid stack file: what to build, in order."""

    file: StackFile
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Known:
    """What names in a stack file may stand for besides kinds and architectures."""

    rules: Collection[str]
    environments: Collection[str]
    secrets: Collection[str] = ()


def plan(values: Mapping[str, Any], known: Known, where: str = "configuration") -> Plan:
    """The plan for `values` (keys without `palisade:`; `region` from `aws:region`).

    Raises ConfigError with all problems; `where` is the file's name, put in front of each.
    """
    problems: list[Problem] = []
    try:
        file = StackFile.model_validate(dict(values))
    except ValidationError as error:
        problems += [_with_hint(p) for p in problems_of(error, where, StackFile)]
        # What else is wrong is still worth telling: go on with what can be read.
        readable: dict[str, Any] = {"accounts": {}, "exemptions": (), **values}
        file = StackFile.model_construct(None, **readable)
    problems += _environment_problems(file, known, where)
    entries, found = _entries(file, known, where)
    problems += found
    if problems:
        raise ConfigError(problems)
    return Plan(file, _in_order(entries, where))


def _with_hint(problem: Problem) -> Problem:
    key = problem.where.rpartition(".")[2]
    if key in ("account", "id") and problem.found is not MISSING:
        return Problem(problem.where, problem.found, "12 digits", 'quote it: "012345678901" (YAML'
                       " drops the first zero of a bare number)")  # fmt: skip
    if key == "until" and problem.found is not MISSING:
        return Problem(problem.where, problem.found, "a date in quotes", 'write "2027-01-31" in'
                       " quotes (a bare date becomes a time)")  # fmt: skip
    if key == "region" and problem.found is MISSING:
        return Problem(problem.where.replace(".region", ".aws:region"), MISSING, "an AWS Region",
                       "add aws:region, e.g. eu-west-1")  # fmt: skip
    return problem


def _environment_problems(file: StackFile, known: Known, where: str) -> list[Problem]:
    problems = []
    if isinstance(file.environment, str) and file.environment not in known.environments:
        problems.append(
            Problem(
                f"{where}.environment",
                file.environment,
                "the name of a file stacks/Pulumi.<environment>.yaml",
                nearest(file.environment, known.environments),
            )
        )
    for index, exemption in enumerate(file.exemptions):
        at = f"{where}.exemptions[{index}]"
        problems += exemption_problems(exemption, known, at)
        if isinstance(exemption, Exemption) and not (exemption.resource or exemption.glob):
            problems.append(Problem(f"{at}.resource", MISSING, "a resource's name", "add resource"))
    return problems


def exemption_problems(exemption: Exemption, known: Known, at: str) -> list[Problem]:
    """What pydantic cannot see: unknown rules and days that no calendar has."""
    if not isinstance(exemption, Exemption):
        return []
    problems = []
    if exemption.rule not in known.rules:
        fix = nearest(exemption.rule, known.rules)
        problems.append(Problem(f"{at}.rule", exemption.rule, "the id of a rule", fix))
    try:
        date.fromisoformat(exemption.until)
    except ValueError as error:
        problems.append(Problem(f"{at}.until", exemption.until, f"a date ({error})", "correct it"))
    return problems


def _entries(file: StackFile, known: Known, where: str) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    raw = file.architectures if isinstance(file.architectures, Mapping) else {}
    for name, values in raw.items():
        at = f"{where}.architectures.{name}"
        entry = _entry(str(name), values, file, at, problems)
        if entry:
            entries.append(entry)
    names = {entry.name: entry for entry in entries}
    for entry in entries:
        at = f"{where}.architectures.{entry.name}"
        problems += _argument_problems(entry, known, at)
        for path, leaf in leaves(entry.values):
            for reference in leaf.references if isinstance(leaf, Template) else ():
                problem = _reference_problem(reference, names, raw, known, f"{at}.{path}")
                problems += [problem] if problem else []
    return entries, problems


def _entry(
    name: str, values: Any, file: StackFile, at: str, problems: list[Problem]
) -> Entry | None:
    if not re.match(_NAME, name):
        expected = "2 to 40 lower-case letters, digits and hyphens, a letter first"
        problems.append(Problem(at, name, expected, "rename it"))
    if not isinstance(values, Mapping) or "kind" not in values:
        held = MISSING if isinstance(values, Mapping) else values
        problems.append(Problem(f"{at}.kind", held, "a kind, e.g. apis/cors", "add kind"))
        return None
    kind = str(values["kind"])
    account = str(values["account"]) if "account" in values else None
    if account is not None and account not in file.accounts:
        fix = nearest(account, file.accounts)
        problems.append(Problem(f"{at}.account", account, "a name in palisade:accounts", fix))
    if kind not in kinds():
        problems.append(Problem(f"{at}.kind", kind, "a known kind", nearest(kind, kinds())))
        return None

    def read(leaf: Any) -> Any:
        return parse(leaf) if isinstance(leaf, str) else leaf

    settings = {key: value for key, value in values.items() if key not in _OWN_KEYS}
    for path, leaf in leaves(settings):
        try:
            read(leaf)
        except BadReference as bad:
            problems.append(
                Problem(
                    f"{at}.{path}",
                    str(bad),
                    "${name.output}, ${stack:name.output} or ${secret:name}",
                    "correct the reference, or write $${ for a literal ${",
                )
            )
            return None
    return Entry(name, architecture(kind), substitute(settings, read), account)


def _argument_problems(entry: Entry, known: Known, at: str) -> list[Problem]:
    model = entry.kind.args_class()
    try:
        args = model.model_validate(entry.values)
    except ValidationError as error:
        return [_with_hint(problem) for problem in problems_of(error, at, model)]
    return [
        problem
        for index, exemption in enumerate(args.exempt)
        for problem in exemption_problems(exemption, known, f"{at}.exempt[{index}]")
    ]


def _reference_problem(
    reference: Reference,
    names: Mapping[str, Entry],
    raw: Mapping[str, Any],
    known: Known,
    at: str,
) -> Problem | None:
    if reference.source == "secret":
        if reference.of in known.secrets:
            return None
        fix = f"pulumi config set --secret palisade:{reference.of}"
        return Problem(at, reference.text, "a secret of this stack", fix)
    if reference.source == "stack":
        return None
    if reference.of not in names:
        if reference.of in raw:
            return None  # its own entry is wrong, and says so
        fix = nearest(reference.of, names)
        return Problem(at, reference.text, "the name of another architecture", fix)
    outputs = names[reference.of].kind.outputs()
    if reference.output in outputs:
        return None
    expected = f"an output of {reference.of}"
    return Problem(at, reference.text, expected, nearest(reference.output, outputs))


def _in_order(entries: list[Entry], where: str) -> tuple[Entry, ...]:
    """Entries with those they take outputs of first; otherwise as the file has them."""
    needs = {
        entry.name: {
            reference.of
            for _, leaf in leaves(entry.values)
            if isinstance(leaf, Template)
            for reference in leaf.references
            if reference.source == "architecture"
        }
        for entry in entries
    }
    try:
        order = list(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError as error:
        cycle = " -> ".join(reversed(error.args[1]))
        raise ConfigError(
            [
                Problem(
                    f"{where}.architectures",
                    cycle,
                    "references that end somewhere",
                    "take one of these references out",
                )
            ]
        ) from None
    by_name = {entry.name: entry for entry in entries}
    return tuple(by_name[name] for name in order)
