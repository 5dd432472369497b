"""EventBridge patterns: can one event match several of them?

A pattern is also how this module writes down what is known of an event itself: what a condition
in a policy lets somebody put (`events:source`), or what S3 puts about its objects.
Source: EventBridge user guide, "Comparison operators for use in event patterns".
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies.flow.overlap import (
    ANYTHING,
    Glob,
    Overlap,
    literal,
    overlap,
    prefix,
    suffix,
    wildcard,
)

Path = tuple[str, ...]

ONE_VALUE: frozenset[Path] = frozenset(
    (name,) for name in ("version", "id", "detail-type", "source", "account", "time", "region")
)
"""Fields of every event that never hold a list. Anything else may: `["a", "b"]` matches both a
pattern that wants "a" and one that wants "b"."""

_MOST_BRANCHES = 256
_MOST_COMBINATIONS = 4096


@dataclass(frozen=True, slots=True)
class Exact:
    """A number, true, false or null. Texts are `Glob`s."""

    value: float | bool | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and _identical(self.value, other.value)

    def __hash__(self) -> int:
        return hash((isinstance(self.value, bool), self.value))


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two bounds."""

    low: float = -math.inf
    low_open: bool = True
    high: float = math.inf
    high_open: bool = True

    def holds(self, value: float) -> bool:
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)


@dataclass(frozen=True, slots=True)
class Not:
    """Any value but these."""

    excluded: tuple[Glob | Exact, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """The field is there, or is not."""

    there: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """An operator that is not understood, or a value that preview does not know."""


Atom = Glob | Exact | Range | Not | Exists | Unclear
Branch = Mapping[Path, tuple[Atom, ...]]


@dataclass(frozen=True, eq=False)
class Pattern:
    """Alternatives (`$or`), each a set of fields with what each may hold."""

    branches: tuple[Branch, ...]
    one_value: frozenset[Path] = ONE_VALUE
    """Fields that are known to hold one value and no list."""

    @cached_property
    def fixed(self) -> Mapping[Path, frozenset[Glob]]:
        """Fields of one value that hold one of a few texts, where there are no alternatives."""
        branch = self.branches[0] if len(self.branches) == 1 else {}
        return {
            path: frozenset(atom for atom in atoms if isinstance(atom, Glob))
            for path, atoms in branch.items()
            if path in self.one_value and all(isinstance(a, Glob) and a.exact for a in atoms)
        }

    def paths(self) -> frozenset[Path]:
        return frozenset(path for branch in self.branches for path in branch)


def fact(fields: Mapping[Path, Sequence[Atom]]) -> Pattern:
    """What is known of events: each field holds one value out of the given ones."""
    branch = {path: tuple(atoms) for path, atoms in fields.items()}
    return Pattern((branch,), ONE_VALUE | frozenset(branch))


def parse(source: Any) -> Pattern:
    """The pattern in `source`, JSON text or a mapping. Raises ValueError where it is none."""
    try:
        if isinstance(source, str):
            source = json.loads(source)
        if not isinstance(source, Mapping):
            raise ValueError("is not an object")
        return Pattern(tuple(_branches(source, ())))
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _branches(node: Mapping[Any, Any], path: Path) -> list[Branch]:
    """The alternatives of `node`; two or more `$or` multiply."""
    found: list[Branch] = [{}]
    for key, value in node.items():
        if key == "$or" and isinstance(value, list) and all(isinstance(v, Mapping) for v in value):
            options = [branch for item in value for branch in _branches(item, path)]
        elif isinstance(value, Mapping):
            options = _branches(value, (*path, str(key)))
        elif isinstance(value, (list, tuple)):
            options = [{(*path, str(key)): tuple(_atoms(value))}]
        else:
            raise ValueError(f"{'.'.join((*path, str(key)))} is not a list")
        if len(found) * len(options) > _MOST_BRANCHES:
            raise ValueError("has too many alternatives")
        found = [_joined(a, b) for a, b in itertools.product(found, options)]
    return found


def _joined(a: Branch, b: Branch) -> Branch:
    both = {path: (Unclear(),) for path in a.keys() & b.keys() if a[path] != b[path]}
    return {**a, **b, **both}


def _atoms(values: Sequence[Any]) -> Iterator[Atom]:
    for value in values:
        if isinstance(value, Mapping):
            yield from _operator(value)
        else:
            yield from _exact(value)


def _exact(value: Any) -> Iterator[Glob | Exact | Unclear]:
    if isinstance(value, str):
        yield literal(value)
    elif value is None or isinstance(value, (bool, int, float)):
        yield Exact(value)
    else:
        yield Unclear()


_TEXT_OPERATORS: Mapping[str, Callable[[str], Glob]] = {
    "prefix": prefix,
    "suffix": suffix,
    "wildcard": wildcard,
    "equals-ignore-case": lambda text: literal(text, fold=True),
}
_FOLDED_OPERATORS: Mapping[str, Callable[[str], Glob]] = {
    "prefix": lambda text: prefix(text, fold=True),
    "suffix": lambda text: suffix(text, fold=True),
}


def _operator(operator: Mapping[Any, Any]) -> Iterator[Atom]:
    if len(operator) != 1:
        yield Unclear()
        return
    ((name, value),) = operator.items()
    if name == "exists" and isinstance(value, bool):
        yield Exists(value)
    elif name == "numeric":
        yield _numeric(value)
    elif name == "anything-but":
        excluded = list(_text(*next(iter(value.items())))) if _single(value) else None
        if excluded is None:
            excluded = [atom for item in _listed(value) for atom in _exact(item)]
        known = tuple(atom for atom in excluded if not isinstance(atom, Unclear))
        yield Not(known) if len(known) == len(excluded) else Unclear()
    else:
        yield from _text(name, value)


def _text(name: Any, value: Any) -> Iterator[Glob | Unclear]:
    make = _TEXT_OPERATORS.get(name)
    if _single(value) and "equals-ignore-case" in value:
        make, value = _FOLDED_OPERATORS.get(name), value["equals-ignore-case"]
    for text in _listed(value):
        yield make(text) if make and isinstance(text, str) else Unclear()


def _single(value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) == 1


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else (value,)


def _numeric(value: Any) -> Atom:
    if not isinstance(value, (list, tuple)) or not value or len(value) % 2:
        return Unclear()
    low, low_open, high, high_open = -math.inf, True, math.inf, True
    for sign, bound in zip(value[::2], value[1::2], strict=True):
        if isinstance(bound, bool) or not isinstance(bound, (int, float)):
            return Unclear()
        if sign not in ("<", "<=", "=", ">=", ">"):
            return Unclear()
        if sign in (">", ">=", "=") and (bound, sign == ">") >= (low, low_open):
            low, low_open = bound, sign == ">"
        if sign in ("<", "<=", "=") and (-bound, sign == "<") >= (-high, high_open):
            high, high_open = bound, sign == "<"
    return Range(low, low_open, high, high_open)


def overlaps(patterns: Collection[Pattern]) -> Overlap:
    """Whether one event can match all `patterns`."""
    if any(itertools.starmap(_apart, itertools.combinations(patterns, 2))):
        return Overlap.NO
    one_value = frozenset().union(*(pattern.one_value for pattern in patterns))
    if math.prod(len(pattern.branches) for pattern in patterns) > _MOST_COMBINATIONS:
        return Overlap.MAYBE
    best = Overlap.NO
    for branches in itertools.product(*(pattern.branches for pattern in patterns)):
        best = max(best, _together(branches, one_value))
        if best is Overlap.YES:
            break
    return best


def _apart(one: Pattern, other: Pattern) -> bool:
    """Whether a field that both fix has no text in common: most pairs end here."""
    fixed = other.fixed
    return any(path in fixed and texts.isdisjoint(fixed[path]) for path, texts in one.fixed.items())


def _together(branches: Sequence[Branch], one_value: frozenset[Path]) -> Overlap:
    wanted: dict[Path, list[tuple[Atom, ...]]] = {}
    for branch in branches:
        for path, atoms in branch.items():
            wanted.setdefault(path, []).append(atoms)
    answer = Overlap.YES
    for path, alternatives in wanted.items():
        here = _field(alternatives)
        if here is Overlap.NO and path not in one_value and _may_be_list(alternatives):
            here = Overlap.MAYBE
        answer = min(answer, here)
        if answer is Overlap.NO:
            return answer
    return min(answer, _nested(wanted))


def _may_be_list(alternatives: Sequence[Sequence[Atom]]) -> bool:
    """Whether a list could satisfy all, each by another of its items."""
    return all(
        any(not isinstance(atom, Exists) or atom.there for atom in atoms) for atoms in alternatives
    )


def _nested(wanted: Mapping[Path, Sequence[Sequence[Atom]]]) -> Overlap:
    """One pattern wants `a`, another `a.b`: an event with both is odd, but not ruled out."""
    shorter = {path[:end] for path in wanted for end in range(1, len(path))}
    return Overlap.MAYBE if shorter & wanted.keys() else Overlap.YES


def _field(alternatives: Sequence[tuple[Atom, ...]]) -> Overlap:
    """Whether one value fits one atom of each of `alternatives`."""
    if math.prod(map(len, alternatives)) > _MOST_COMBINATIONS:
        return Overlap.MAYBE
    best = Overlap.NO
    for atoms in itertools.product(*alternatives):
        best = max(best, _value(atoms))
        if best is Overlap.YES:
            break
    return best


def _value(atoms: Sequence[Atom]) -> Overlap:
    """Whether one value fits all `atoms`."""
    absent = [isinstance(atom, Exists) and not atom.there for atom in atoms]
    if any(absent):
        if all(absent):
            return Overlap.YES
        clear = [atom for atom, gone in zip(atoms, absent, strict=True) if not gone]
        return Overlap.MAYBE if all(isinstance(a, Unclear) for a in clear) else Overlap.NO
    unclear = any(isinstance(atom, Unclear) for atom in atoms)
    answer = max(_as_text(atoms), _as_number(atoms), _as_exact(atoms))
    return min(answer, Overlap.MAYBE) if unclear else answer


def _as_text(atoms: Sequence[Atom]) -> Overlap:
    if any(isinstance(atom, (Exact, Range)) for atom in atoms):
        return Overlap.NO
    excluded = [x for atom in atoms if isinstance(atom, Not) for x in atom.excluded]
    return overlap(
        [atom for atom in atoms if isinstance(atom, Glob)] or [ANYTHING],
        [x for x in excluded if isinstance(x, Glob)],
    )


def _as_number(atoms: Sequence[Atom]) -> Overlap:
    if any(isinstance(atom, (Glob, Exact)) for atom in atoms):
        return Overlap.NO
    ranges = [atom for atom in atoms if isinstance(atom, Range)]
    low = max((r.low for r in ranges), default=-math.inf)
    high = min((r.high for r in ranges), default=math.inf)
    if low > high:
        return Overlap.NO
    excluded = {
        x.value
        for atom in atoms
        if isinstance(atom, Not)
        for x in atom.excluded
        if isinstance(x, Exact) and x.value is not None and not isinstance(x.value, bool)
    }
    if low < high:
        # More numbers than a finite list can exclude, but JSON's own are not endless.
        middle = [_between(low, high, part) for part in (0.5, 0.25, 0.3, 0.7, 0.9)]
        fits = any(all(r.holds(n) for r in ranges) and n not in excluded for n in middle)
        return Overlap.YES if fits else Overlap.MAYBE
    holds = all(r.holds(low) for r in ranges) and low not in excluded
    return Overlap.YES if holds else Overlap.NO


def _between(low: float, high: float, part: float) -> float:
    if math.isinf(low):
        low = (0.0 if math.isinf(high) else high) - 1000.0
    if math.isinf(high):
        high = low + 1000.0
    return low + (high - low) * part


def _as_exact(atoms: Sequence[Atom]) -> Overlap:
    exact = [atom for atom in atoms if isinstance(atom, Exact)]
    if not exact:
        return Overlap.NO
    return Overlap.YES if all(_fits(exact[0].value, atom) for atom in atoms) else Overlap.NO


def _fits(value: float | bool | None, atom: Atom) -> bool:
    if isinstance(atom, Exact):
        return _identical(value, atom.value)
    if isinstance(atom, Range):
        return isinstance(value, (int, float)) and atom.holds(value)
    if isinstance(atom, Not):
        return not any(isinstance(x, Exact) and _identical(value, x.value) for x in atom.excluded)
    return isinstance(atom, (Exists, Unclear))


def _identical(a: float | bool | None, b: float | bool | None) -> bool:
    return a == b and isinstance(a, bool) == isinstance(b, bool)
