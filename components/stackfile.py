"""A stack file's configuration, checked whole before anything is registered.

`plan` takes the values of the file and gives the architectures in the order they can be built
in, or raises one `ConfigError` with every problem of the file. It needs no running program.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from components.args import Exemption, Model
from components.catalog import architecture, kinds
from components.entry import Entry
from components.errors import MISSING, ConfigError, Problem, nearest
from components.names import meetings
from components.settings import Settings
from components.stackfile_references import Targets, in_order, problem_with, read, references
from components.validation import checked

_NAME = r"^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$"
# AWS takes 64 characters for a role's name; what blocks and Pulumi append needs the other half.
# VPC Lattice takes 40, and no two hyphens in a row.
_ARCHITECTURE = r"[a-z](-?[a-z0-9])*"
_LONGEST = 30
_OWN_KEYS = ("kind", "account")
_RULES = "take an id that docs/rules/README.md lists"


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

    architectures: dict[str, Any]
    """The architectures by name; each has a `kind` and that kind's settings. `{}` for none: where
    there are some, that deletes them, so it has to be written out."""

    exemptions: tuple[Exemption, ...] = ()
    """Rules set aside in this environment."""


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
    file = _file(values, known, where, problems)
    raw = values.get("architectures")
    entries = []
    for name, settings in raw.items() if isinstance(raw, Mapping) else ():
        at = f"{where}.architectures.{name}"
        entry = _entry(str(name), settings, values.get("accounts", {}), known, at, problems)
        entries += [entry] if entry else []
    _check_references(entries, raw, known, where, problems)
    problems += meetings(entries, where)
    by_name = {entry.name: entry for entry in entries}
    settings = {entry.name: entry.values for entry in entries}
    ordered = in_order(settings, f"{where}.architectures", problems)
    if problems:
        places = _places(values, where)
        problems.sort(key=lambda problem: _place(problem.where, places))
        raise ConfigError(_as_written(problem, where) for problem in problems)
    return Plan(file, tuple(by_name[name] for name in ordered))


def _places(values: Mapping[str, Any], where: str) -> dict[str, int]:
    """Every path in `values` with its place.

    The keys stand as StackFile has them: Pulumi hands them over in any order.
    """
    paths: list[str] = []

    def walk(value: Any, at: str) -> None:
        paths.append(at)
        if isinstance(value, Mapping):
            for key, inner in value.items():
                walk(inner, f"{at}.{key}")
        elif isinstance(value, (list, tuple)):
            for index, inner in enumerate(value):
                walk(inner, f"{at}[{index}]")

    keys = [key for key in StackFile.model_fields if key in values]
    walk({key: values[key] for key in [*keys, *values]}, where)
    return {path: place for place, path in enumerate(paths)}


def _place(path: str, places: Mapping[str, int]) -> int:
    """Where `path` stands; what is missing stands where the mapping around it begins."""
    while path and path not in places:
        path = re.sub(r"(^|[.\[])[^.\[]*$", "", path)
    return places.get(path, -1)


def _as_written(problem: Problem, where: str) -> Problem:
    """With the colon that Pulumi's keys have behind the project: `palisade:account`."""
    return replace(problem, where=problem.where.replace(f"{where}.", f"{where}:", 1))


def _file(
    values: Mapping[str, Any], known: Known, where: str, problems: list[Problem]
) -> StackFile:
    """What stands in the file besides its architectures, as far as it can be read."""
    settings = read(values.get("settings", {}), f"{where}.settings", problems)
    for path, reference in references(settings):
        at = f"{where}.settings.{path}"
        if reference.source == "architecture":
            expected = "a secret or an output of another stack: settings come before"
            problems.append(Problem(at, reference.text, expected, "write the value itself"))
        elif found := problem_with(reference, Targets(known.secrets, {}, ()), at):
            problems.append(found)
    values = {**values, "settings": settings}
    file, found = checked(StackFile, values, where)
    problems += [_with_hint(problem, where) for problem in found]
    if hasattr(file, "environment") and file.environment not in known.environments:
        expected = "the name of a file stacks/Pulumi.<environment>.yaml"
        fix = nearest(file.environment, known.environments)
        problems.append(Problem(f"{where}.environment", file.environment, expected, fix))
    at = f"{where}.exemptions"
    problems += _exemption_problems(values.get("exemptions"), known, at, named=True)
    return file


def _with_hint(problem: Problem, where: str) -> Problem:
    """What goes wrong on the way from YAML, in words that help."""
    path = problem.where.removeprefix(where)
    if path == ".region":
        head = where.removesuffix("palisade") if where.endswith("palisade") else f"{where}."
        expected, fix = "an AWS Region", "set aws:region, e.g. eu-west-1"
        return Problem(f"{head}aws:region", problem.found, expected, fix)
    if path == ".architectures" and problem.found is MISSING:
        fix = "add palisade:architectures, or {} for none, which deletes all that there are"
        return Problem(problem.where, MISSING, "the architectures by name", fix)
    if problem.found is MISSING:
        return problem
    if path == ".account" or re.fullmatch(r"\.accounts\..+\.id", path):
        fix = 'quote it: "012345678901" (YAML drops the first zero of a bare number)'
        return Problem(problem.where, problem.found, "12 digits", fix)
    if path.endswith(".until"):
        fix = 'write "2027-01-31" in quotes (a bare date becomes a time)'
        return Problem(problem.where, problem.found, "a date in quotes", fix)
    return problem


def _exemption_problems(raw: Any, known: Known, at: str, *, named: bool) -> list[Problem]:
    """What pydantic cannot see: unknown rules, days that no calendar has, and, where exemptions
    are `named`, a missing resource. (It sees what is no exemption at all.)"""
    problems = []
    for index, item in enumerate(raw if isinstance(raw, (list, tuple)) else ()):
        if not isinstance(item, Mapping):
            continue
        here = f"{at}[{index}]"
        rule, until = item.get("rule"), item.get("until")
        if isinstance(rule, str) and rule not in known.rules:
            problems.append(
                Problem(f"{here}.rule", rule, "a rule's id", nearest(rule, known.rules, _RULES))
            )
        if isinstance(until, str) and (fix := _no_day(until)):
            expected = "a day that the calendar has"
            problems.append(Problem(f"{here}.until", until, expected, fix))
        if named and item.get("resource") is None and item.get("glob") is None:
            problems.append(
                Problem(f"{here}.resource", MISSING, "a resource's name", "add resource")
            )
    return problems


def _no_day(text: str) -> str | None:
    """The fix for a date in digits that is none."""
    if not (digits := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)):
        return None
    year, month, day = map(int, digits.groups())
    if year == 0:
        return "write the year"
    if not 1 <= month <= 12:
        return "write a month from 01 to 12"
    last = calendar.monthrange(year, month)[1]
    return None if 1 <= day <= last else f"write a day from 01 to {last}, which ends {text[:7]}"


def _is_legal(name: str) -> bool:
    return bool(re.fullmatch(_ARCHITECTURE, name)) and len(name) <= _LONGEST


def _entry(
    name: str, values: Any, accounts: Any, known: Known, at: str, problems: list[Problem]
) -> Entry | None:
    if not _is_legal(name):
        expected = f"1 to {_LONGEST} lower-case letters, digits and single hyphens, a letter first"
        problems.append(Problem(at, name, expected, "rename it"))
    if not isinstance(values, Mapping):
        problems.append(Problem(at, values, "a mapping", "write kind and its settings below"))
        return None
    if values.get("kind") is None:
        problems.append(Problem(f"{at}.kind", MISSING, "a kind, e.g. apis/cors", "add kind"))
        return None
    kind = str(values["kind"])
    account = str(values["account"]) if "account" in values else None
    if account is not None and isinstance(accounts, Mapping) and account not in accounts:
        fix = nearest(account, accounts)
        problems.append(Problem(f"{at}.account", account, "a name in palisade:accounts", fix))
    if kind not in kinds():
        problems.append(Problem(f"{at}.kind", kind, "a known kind", nearest(kind, kinds())))
        return None
    settings = {key: value for key, value in values.items() if key not in _OWN_KEYS}
    bad: list[Problem] = []
    settings, built = read(settings, at, bad), architecture(kind)
    problems += bad
    args, found = checked(built.args_class(), settings, at)
    entry = Entry(name, built, settings, account, args)
    told = {problem.where for problem in bad}
    problems += [_with_hint(problem, at) for problem in found if problem.where not in told]
    problems += _exemption_problems(entry.values.get("exempt"), known, f"{at}.exempt", named=False)
    return entry


def _check_references(
    entries: list[Entry], raw: Any, known: Known, where: str, problems: list[Problem]
) -> None:
    told = {problem.where for problem in problems}
    legal = {entry.name: entry.kind for entry in entries if _is_legal(entry.name)}
    for entry in entries:
        others = {name: kind for name, kind in legal.items() if name != entry.name}
        targets = Targets(known.secrets, others, raw or ())
        for path, reference in references(entry.values):
            at = f"{where}.architectures.{entry.name}.{path}"
            if at not in told and (found := problem_with(reference, targets, at)):
                problems.append(found)
