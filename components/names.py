"""Names that meet: architecture `a` with a part `b-c`, and `a-b` of the same kind with a part `c`.

The names of an architecture's resources begin with its own, and Pulumi tells resources apart by
their names and the types above them: these two would be one resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from pydantic import BaseModel

from components.entry import Entry
from components.errors import Problem


def meetings(entries: list[Entry], where: str) -> Iterator[Problem]:
    """A problem for each two parts of `entries` whose resources would have one name."""
    for short, long in permutations(entries, 2):
        related = (short.kind, short.account) == (long.kind, long.account)
        if not related or not long.name.startswith(f"{short.name}-"):
            continue
        between = long.name.removeprefix(short.name).removeprefix("-")
        taken = set(_keys(short.args, ""))
        for path, key in _keys(long.args, ""):
            if (path, f"{between}-{key}") in taken:
                yield Problem(
                    f"{where}.architectures.{long.name}.{path}.{key}",
                    f"{long.name}-{key}",
                    f"a name that {short.name}.{path}.{between}-{key} does not make, too",
                    "rename one of the two, or one of the architectures",
                )


def _keys(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """What settings name and give settings of its own, so that it has resources: (setting, key)."""
    if isinstance(value, BaseModel):
        for name, inner in value:
            yield from _keys(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, BaseModel):
                yield path, str(key)
            yield from _keys(inner, path)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _keys(inner, path)
