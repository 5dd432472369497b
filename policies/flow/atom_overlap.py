"""Can one value be what several atoms ask for? It is tried as text, as number, and as constant."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from policies.flow.atoms import Atom, Exact, Exists, Not, Range, Unclear
from policies.flow.overlap import ANYTHING, Glob, Overlap, overlap

MOST_COMBINATIONS = 4096
"""Beyond as many, the answer is `MAYBE` without a look at each."""


def field(alternatives: Sequence[tuple[Atom, ...]]) -> Overlap:
    """Whether one value fits one atom of each of `alternatives`."""
    if math.prod(map(len, alternatives)) > MOST_COMBINATIONS:
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
    return Overlap.YES if all(_fits(exact[0], atom) for atom in atoms) else Overlap.NO


def _fits(exact: Exact, atom: Atom) -> bool:
    if isinstance(atom, Exact):
        return atom == exact
    if isinstance(atom, Range):
        return isinstance(exact.value, (int, float)) and atom.holds(exact.value)
    if isinstance(atom, Not):
        return not any(x == exact for x in atom.excluded)
    return isinstance(atom, (Exists, Unclear))
