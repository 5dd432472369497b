"""Base paths of custom domains: which requests each lets through, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass

from policies.flow.model import Scope
from policies.flow.overlap import ANYTHING, Glob, Overlap, literal, overlap, prefix
from policies.flow.scopes import Requests


@dataclass(frozen=True, slots=True)
class BaseFilter:
    """Requests to a domain whose path starts with a base path."""

    base: str
    """`orders/v1`; empty for whatever no other base path takes."""
    taken: tuple[str, ...] = ()
    """Longer base paths inside it, which go elsewhere."""

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Requests):
            return Overlap.MAYBE
        own = _inside(self.base)
        taken = [glob for base in self.taken for glob in _inside(base)]
        best = Overlap.NO
        for _, path in scope.asked:
            here = max(overlap([path, glob], taken) for glob in own)
            within = overlap([path], own) is Overlap.NO
            within = within and all(overlap([path, glob]) is Overlap.NO for glob in taken)
            best = max(best, here if within else min(here, Overlap.MAYBE))
        return best

    def __str__(self) -> str:
        return f"/{self.base}" if self.base else "other paths"


def _inside(base: str) -> tuple[Glob, ...]:
    return (literal(f"/{base}"), prefix(f"/{base}/")) if base else (ANYTHING,)


def without(base: str, scope: Scope) -> Scope:
    """What the API behind a base path is asked."""
    if not isinstance(scope, Requests):
        return None
    asked = tuple((method, _after(base, path)) for method, path in scope.asked)
    return Requests(asked, only_one=scope.only_one)


def _after(base: str, path: Glob) -> Glob:
    start = tuple(f"/{base}") if base else ()
    if path.head[: len(start)] != start:
        return ANYTHING  # Its first part is any text, perhaps with the base path in it.
    rest = path.head[len(start) :]
    return Glob((rest, *path.pieces[1:]), path.fold) if rest or path.open else literal("/")
