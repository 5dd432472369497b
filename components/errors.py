"""The one error that a person sees for wrong settings: every problem, no traceback."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Problem:
    """One wrong setting: where it is, what it holds, what would be right, what to do."""

    where: str
    found: object
    expected: str
    fix: str

    def __str__(self) -> str:
        held = f"= {self.found!r}"
        if self.found is MISSING:
            held = "is missing"
        elif isinstance(self.found, Mapping):
            # Its values stand in the file, where secrets may stand among them.
            held = f"= {{{', '.join(map(str, self.found))}}}"
        return f"{self.where} {held}\n    expected {self.expected}\n    fix: {self.fix}"


class Word:
    """What stands in place of a value that is not there or not to be shown."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __repr__(self) -> str:
        return self.word


MISSING = Word("MISSING")
"""What `Problem.found` holds where nothing was given."""

HIDDEN = Word("(hidden)")
"""What `Problem.found` holds in place of a secret."""


class Wrong(ValueError):  # noqa: N818  names what a check finds
    """What a check of settings finds, where the words of a ValueError are not enough.

    at: the setting meant, as a path below the one that is checked. fix: what to do.
    """

    def __init__(self, expected: str, *, fix: str, at: str = "") -> None:
        super().__init__(expected)
        self.fix, self.at = fix, at


class ConfigError(pulumi.RunError):
    """Settings that cannot be deployed: all of them, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = _without_echoes(list(problems))
        count = len(self.problems)
        head = (
            f"{count} problems, nothing was registered" if count > 1 else "nothing was registered"
        )
        super().__init__("\n".join([head, *(str(problem) for problem in self.problems)]))


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Without what is missing only because it stands there wrong, or under a misspelt name."""
    there = {problem.where for problem in problems if problem.found is not MISSING}
    for problem in problems:
        above = re.sub(r"[^.:]*$", "", problem.where)
        there.add(above + problem.fix.removeprefix("write "))
    return [p for p in problems if p.found is not MISSING or p.where not in there]


def most_like(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most like, if any is like it."""
    names = sorted(map(str, set(known)))
    return next(iter(difflib.get_close_matches(str(name), names, n=1)), None)


def nearest(name: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """A fix line: the known name most like `name`, else all of them, or `otherwise`."""
    names = sorted(map(str, set(known)))
    if close := most_like(name, names):
        return f"write {close}"
    if otherwise is not None:
        return otherwise
    return f"use one of: {', '.join(names)}" if names else "remove it"
