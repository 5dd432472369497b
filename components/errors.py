"""The one error that a person sees for wrong settings: every problem, no traceback."""

from __future__ import annotations

import difflib
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


class ConfigError(pulumi.RunError):
    """Settings that cannot be deployed: all of them, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        head = (
            f"{count} problems, nothing was registered" if count > 1 else "nothing was registered"
        )
        super().__init__("\n".join([head, *(str(problem) for problem in self.problems)]))


def nearest(name: str, known: Iterable[str]) -> str:
    """A fix line: the known name most like `name`, else all of them."""
    names = sorted(set(known))
    if close := difflib.get_close_matches(str(name), names, n=1, cutoff=0.6):
        return f"write {close[0]}"
    return f"use one of: {', '.join(names)}" if names else "remove it"
