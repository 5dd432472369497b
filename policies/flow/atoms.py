"""What a pattern lets one field hold: atoms, read from EventBridge's comparison operators.

Source: EventBridge user guide, "Comparison operators for use in event patterns".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.flow.overlap import Glob, literal, prefix, suffix, wildcard


@dataclass(frozen=True, slots=True)
class Exact:
    """A number, true, false or null. Texts are `Glob`s."""

    value: float | bool | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and _identical(self.value, other.value)

    def __hash__(self) -> int:
        return hash((isinstance(self.value, bool), self.value))


def _identical(a: float | bool | None, b: float | bool | None) -> bool:
    return a == b and isinstance(a, bool) == isinstance(b, bool)


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


def atoms_of(values: Sequence[Any]) -> Iterator[Atom]:
    """What the list of a field lets it hold, once for each item."""
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
