"""EventBridge patterns: can one event match several of them?

A pattern is also how this module writes down what is known of an event itself: what a condition
in a policy lets somebody put (`events:source`), or what S3 puts about its objects.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies.flow import atom_overlap
from policies.flow.atoms import Atom, Exists, Unclear, atoms_of
from policies.flow.overlap import Glob, Overlap

Path = tuple[str, ...]

ONE_VALUE: frozenset[Path] = frozenset(
    (name,) for name in ("version", "id", "detail-type", "source", "account", "time", "region")
)
"""Fields of every event that never hold a list. Anything else may: `["a", "b"]` matches both a
pattern that wants "a" and one that wants "b"."""

Branch = Mapping[Path, tuple[Atom, ...]]

_MOST_BRANCHES = 256


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
            options = [{(*path, str(key)): tuple(atoms_of(value))}]
        else:
            raise ValueError(f"{'.'.join((*path, str(key)))} is not a list")
        if len(found) * len(options) > _MOST_BRANCHES:
            raise ValueError("has too many alternatives")
        found = [_joined(a, b) for a, b in itertools.product(found, options)]
    return found


def _joined(a: Branch, b: Branch) -> Branch:
    both = {path: (Unclear(),) for path in a.keys() & b.keys() if a[path] != b[path]}
    return {**a, **b, **both}


def overlaps(patterns: Collection[Pattern]) -> Overlap:
    """Whether one event can match all `patterns`."""
    if any(itertools.starmap(_apart, itertools.combinations(patterns, 2))):
        return Overlap.NO
    one_value = frozenset().union(*(pattern.one_value for pattern in patterns))
    if math.prod(len(pattern.branches) for pattern in patterns) > atom_overlap.MOST_COMBINATIONS:
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
        here = atom_overlap.field(alternatives)
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
