"""Can one text match several patterns at once? Prefixes, suffixes and wildcards.

The answer is three-valued. `NO` is a proof: nothing can match all of them. `YES` comes with a
text that does. `MAYBE` is everything else, and is treated as "they meet, but not for certain".
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

_STAR = "*"
_ONE = "?"


class Overlap(IntEnum):
    """Ordered, so that `min` is "and" and `max` is "or"."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Glob:
    """A set of texts: `pieces` of characters with any run of characters between them.

    A character in a piece may be `None`: any one character. One piece means no run at all, so the
    text has exactly that length.
    """

    pieces: tuple[tuple[str | None, ...], ...]
    fold: bool = False
    """Whether case is ignored."""

    def __str__(self) -> str:
        return _STAR.join("".join(c or _ONE for c in piece) for piece in self.pieces)

    @property
    def open(self) -> bool:
        """Whether a run of any length is in it."""
        return len(self.pieces) > 1

    @property
    def exact(self) -> bool:
        """Whether it is one text, in one case."""
        return not (self.open or self.fold or None in self.pieces[0])

    @property
    def head(self) -> tuple[str | None, ...]:
        return self.pieces[0]

    @property
    def tail(self) -> tuple[str | None, ...]:
        return self.pieces[-1]

    def matches(self, text: str) -> bool:
        if self.exact:
            return text == str(self)
        return _regex(self).fullmatch(text) is not None


@functools.lru_cache(maxsize=4096)
def _regex(glob: Glob) -> re.Pattern[str]:
    pieces = ("".join("." if c is None else re.escape(c) for c in p) for p in glob.pieces)
    flags = re.DOTALL | (re.IGNORECASE if glob.fold else 0)
    return re.compile(".*".join(pieces), flags)


def literal(text: str, *, fold: bool = False) -> Glob:
    """Exactly `text`."""
    return Glob((tuple(text),), fold)


def prefix(text: str, *, fold: bool = False) -> Glob:
    """Everything that starts with `text`."""
    return Glob((tuple(text), ()), fold)


def suffix(text: str, *, fold: bool = False) -> Glob:
    """Everything that ends with `text`."""
    return Glob(((), tuple(text)), fold)


ANYTHING = prefix("")


def wildcard(text: str) -> Glob:
    """An EventBridge wildcard: `*` is any run, `\\*` and `\\\\` are the characters themselves."""
    pieces: list[tuple[str | None, ...]] = []
    piece: list[str | None] = []
    characters = iter(text)
    for character in characters:
        if character == "\\":
            piece.append(next(characters, "\\"))
        elif character == _STAR:
            pieces.append(tuple(piece))
            piece = []
        else:
            piece.append(character)
    return Glob((*pieces, tuple(piece)))


_VARIABLE = re.compile(r"\$\{(?P<literal>[*?$])\}|\$\{[^}]*\}")


def iam(text: str, *, fold: bool = False) -> Glob:
    """An IAM pattern: `*`, `?`, and policy variables such as `${aws:username}`, which may be any
    text; `${*}`, `${?}` and `${$}` are the characters themselves."""
    pieces: list[tuple[str | None, ...]] = []
    piece: list[str | None] = []
    at = 0
    while at < len(text):
        variable = _VARIABLE.match(text, at)
        if variable and variable["literal"]:
            piece.append(variable["literal"])
        elif variable or text[at] == _STAR:
            pieces.append(tuple(piece))
            piece = []
        else:
            piece.append(None if text[at] == _ONE else text[at])
        at = variable.end() if variable else at + 1
    return Glob((*pieces, tuple(piece)), fold)


def overlap(globs: Sequence[Glob], excluded: Sequence[Glob] = ()) -> Overlap:
    """Whether a text matches all `globs` and none of `excluded`."""
    if any(not _meet(a, b) for a, b in itertools.combinations(globs, 2)):
        return Overlap.NO
    exact = next((glob for glob in globs if glob.exact), None)
    for text in _samples(globs) if exact is None else (str(exact),):
        if all(g.matches(text) for g in globs) and not any(x.matches(text) for x in excluded):
            return Overlap.YES
    if exact is not None:
        return Overlap.NO  # exactly one text was possible, and it was tried
    if any(_covers(x, globs) for x in excluded):
        return Overlap.NO
    return Overlap.MAYBE


def _same(a: str | None, b: str | None, fold: bool) -> bool:
    if a is None or b is None or a == b:
        return True
    return fold and _folded(a) == _folded(b)


def _folded(character: str) -> str:
    # What re.IGNORECASE treats as equal: upper and lower case, in both directions.
    return character.upper().lower()


def _meet(a: Glob, b: Glob) -> bool:
    """Whether a text can match both."""
    fold = a.fold or b.fold
    if a.open and b.open:
        # The longer head, all pieces in between, the longer tail: this text matches both.
        heads = all(_same(x, y, fold) for x, y in zip(a.head, b.head, strict=False))
        tails = zip(reversed(a.tail), reversed(b.tail), strict=False)
        return heads and all(_same(x, y, fold) for x, y in tails)
    if b.open:
        a, b = b, a
    text = b.head
    if a.exact and b.exact:
        return a.pieces == b.pieces
    if not a.open:
        return len(a.head) == len(text) and all(
            _same(x, y, fold) for x, y in zip(a.head, text, strict=True)
        )
    # Greedy from the left: the first place at which a middle piece fits is as good as any other.
    if len(a.head) + len(a.tail) > len(text):
        return False
    end = len(text) - len(a.tail)
    if not _at(a.head, text, 0, fold) or not _at(a.tail, text, end, fold):
        return False
    at = len(a.head)
    for piece in a.pieces[1:-1]:
        while at + len(piece) <= end and not _at(piece, text, at, fold):
            at += 1
        at += len(piece)
        if at > end:
            return False
    return True


def _at(piece: Sequence[str | None], text: Sequence[str | None], at: int, fold: bool) -> bool:
    return all(_same(x, y, fold) for x, y in zip(piece, text[at : at + len(piece)], strict=True))


def _merged(runs: Sequence[Sequence[str | None]]) -> list[str | None]:
    """One run of characters that is as long as the longest and agrees with all of them."""
    return [
        next((c for c in column if c is not None), None)
        for column in itertools.zip_longest(*runs, fillvalue=None)
    ]


def _samples(globs: Sequence[Glob]) -> Iterator[str]:
    """Texts worth trying: the shortest ones, and ones with something in every gap."""
    globs = sorted(globs, key=lambda glob: glob.fold)  # Where case counts, it is taken as it is.
    if all(glob.open for glob in globs):
        heads = _merged([glob.head for glob in globs])
        tails = _merged([glob.tail[::-1] for glob in globs])[::-1]
        runs = [heads, *(piece for glob in globs for piece in glob.pieces[1:-1]), tails]
        fillers = ("", "x", "~0", "Qz9.")
    else:
        # The length is given: heads count from its start, tails from its end.
        size = min(len(glob.head) for glob in globs if not glob.open)
        ends = (
            end
            for glob in globs
            for end in (glob.head, (*[None] * (size - len(glob.tail)), *glob.tail))
        )
        runs = [_merged([*ends])[:size]]
        fillers = ("",)
    for filler in fillers:
        text = filler.join("".join(c or "x" for c in run) for run in runs)
        yield from dict.fromkeys((text, text.lower(), text.upper()))


def _covers(outer: Glob, globs: Sequence[Glob]) -> bool:
    """Whether all texts that match `globs` match `outer`, as far as its ends show."""
    if not outer.open or len(outer.pieces) > 2:
        return outer in globs
    shortest = max(sum(map(len, g.pieces)) for g in globs)
    return (
        shortest >= len(outer.head) + len(outer.tail)
        and any(_starts(g, g.head, outer, outer.head) for g in globs)
        and any(_starts(g, g.tail[::-1], outer, outer.tail[::-1]) for g in globs)
    )


def _starts(
    inner: Glob, run: Sequence[str | None], outer: Glob, start: Sequence[str | None]
) -> bool:
    """Whether `run` of `inner`, whatever it stands for, begins as `start` of `outer` asks."""

    def meant(x: str | None, y: str | None) -> bool:
        if y is None:
            return True
        if x is None or not _same(x, y, outer.fold):
            return False
        # Where only the inner one ignores case, it also stands for the other case.
        return outer.fold or not inner.fold or x.upper() == x.lower()

    return len(run) >= len(start) and all(map(meant, run, start))
