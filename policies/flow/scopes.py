"""What can be in a place, and the filters that let a part of it through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies.flow import pattern as patterns
from policies.flow.atoms import Atom, Exists
from policies.flow.model import Filter, Scope
from policies.flow.overlap import (
    ANYTHING,
    Glob,
    Overlap,
    iam,
    literal,
    overlap,
    prefix,
    suffix,
    wildcard,
)
from policies.flow.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Keys:
    """Objects of a bucket: keys that match one of `globs` and none of `denied`."""

    globs: tuple[Glob, ...]
    changes: frozenset[str]
    """What happens to them: `ObjectCreated`, `ObjectRemoved`, `ObjectTagging` …"""
    denied: tuple[Glob, ...] = ()
    replica: bool = False
    """Written by S3 replication, which does not replicate its own copies again."""

    def __str__(self) -> str:
        but = f" but {', '.join(map(str, self.denied))}" if self.denied else ""
        return ", ".join(map(str, self.globs)) + but


class Events:
    """Events, or records of a table, about which several facts hold at once."""

    def __init__(self, facts: Mapping[str, Pattern], *, recorded: bool = False) -> None:
        """`facts` by a key that is the same whenever the fact is the same.

        `recorded` events tell of calls: who makes them does not choose what else is in there.
        """
        self.facts = facts
        self.recorded = recorded

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Events) and self.facts.keys() == other.facts.keys()

    def __hash__(self) -> int:
        return hash(frozenset(self.facts))

    def __str__(self) -> str:
        return " ".join(sorted(self.facts))

    def also(self, key: str, fact: Pattern) -> Events:
        if key in self.facts:
            return self
        return Events({**self.facts, key: fact}, recorded=self.recorded)

    def meets(self, one: Pattern, *others: Pattern) -> Overlap:
        """Whether an event can match `one` (and `others`); unsure where more than facts decides."""
        here = patterns.overlaps([one, *others, *self.facts.values()])
        return here if one.paths() <= self._paths() else min(here, Overlap.MAYBE)

    def _paths(self) -> set[patterns.Path]:
        return {path for fact in self.facts.values() for path in fact.paths()}


def aws_events(key: str, source: str, **fields: Sequence[Atom]) -> Events:
    """Events of `source` with further facts; `__` in a name stands for the next level."""
    facts = {tuple(name.split("__")): atoms for name, atoms in fields.items()}
    return Events({key: patterns.fact({("source",): [literal(source)], **facts})})


NO_ATTRIBUTES = "no message attributes"
"""Scope of messages that are known to have no attributes: what S3 and EventBridge publish."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A filter of which nothing is known."""

    label: str = "a filter not known yet"

    def admits(self, scope: Scope) -> Overlap:  # noqa: ARG002
        return Overlap.MAYBE

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """Objects by what happens to them, prefix and suffix of the key."""

    changes: frozenset[str]
    """Empty for all."""
    prefix: str = ""
    suffix: str = ""
    replicates: bool = False

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Keys):
            return Overlap.YES
        if self.replicates and scope.replica:
            return Overlap.NO
        if self.changes and not self.changes & scope.changes:
            return Overlap.NO
        ends = [prefix(self.prefix), suffix(self.suffix)]
        return max(
            (overlap([glob, *ends], scope.denied) for glob in scope.globs), default=Overlap.NO
        )

    def __str__(self) -> str:
        return f"{self.prefix}*{self.suffix}" if self.prefix or self.suffix else ""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events by the pattern of a rule."""

    pattern: Pattern
    label: str = ""
    of_recorded: tuple[Pattern, ...] = ()
    """What else holds for recorded calls that are let through."""

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Events):
            return Overlap.YES
        if scope.recorded:
            return scope.meets(self.pattern, *self.of_recorded)
        return patterns.overlaps([self.pattern, *scope.facts.values()])

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Records or messages by patterns, one of which must match.

    What a message holds is not known from permissions, so that only patterns over known facts
    (the kind of change to a table) decide.
    """

    patterns: tuple[Pattern, ...]

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Events):
            return Overlap.MAYBE
        return max(map(scope.meets, self.patterns), default=Overlap.NO)

    def __str__(self) -> str:
        return "filtered"


def records(sources: Sequence[Any]) -> RecordFilter | Unknown:
    """The filter criteria of an event source mapping or pipe; unclear ones let all through."""
    try:
        return RecordFilter(tuple(patterns.parse(source) for source in sources))
    except ValueError:
        return Unknown("a filter that cannot be read")


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Messages of a topic by a filter policy over their attributes or their body."""

    pattern: Pattern
    over_body: bool = False

    def admits(self, scope: Scope) -> Overlap:
        if scope != NO_ATTRIBUTES or self.over_body:
            return Overlap.MAYBE
        absent = {path: (Exists(there=False),) for path in self.pattern.paths()}
        return patterns.overlaps([self.pattern, patterns.fact(absent)])

    def __str__(self) -> str:
        return "filtered"


@dataclass(frozen=True, slots=True)
class Topics:
    """Records of the topics that match one of `globs` and none of `denied`."""

    globs: tuple[Glob, ...]
    denied: tuple[Glob, ...] = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self.globs))


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """Records of the topics that a mapping reads."""

    names: tuple[str, ...]
    filtered: bool = False
    """Whether only some of their records are let through."""

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Topics):
            return Overlap.MAYBE
        best = max(
            overlap([glob, literal(name)], scope.denied)
            for glob in scope.globs
            for name in self.names
        )
        return min(best, Overlap.MAYBE) if self.filtered else best

    def __str__(self) -> str:
        return f"topic {', '.join(self.names)}"


def read_by(topics: object, sources: Sequence[Any]) -> Filter | None:
    """The filter of who reads `topics` of a cluster (None: it is none), by filter criteria."""
    if topics is None:
        return records(sources) if sources else None
    names = topics if isinstance(topics, (list, tuple)) else (topics,)
    known = tuple(name for name in names if isinstance(name, str))
    if not names or len(known) < len(names):
        return Unknown("topics not known yet")
    return TopicFilter(known, bool(sources))


Asked = tuple[Glob, Glob]
"""Method and path of requests."""


def requests(text: str) -> Asked:
    """What `STAGE/METHOD/path` asks of an API, with `*` in it; a part that is missing is any."""
    _, _, rest = text.partition("/")
    method, slash, path = rest.partition("/")
    return (iam(method) if method else ANYTHING, iam(f"/{path}") if slash else ANYTHING)


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests to an API."""

    asked: tuple[Asked, ...]
    denied: tuple[Asked, ...] = ()
    only_one: bool = False
    """Whether it is one address, of which not all is known, and no right to call several."""

    def __str__(self) -> str:
        return ", ".join(f"{method} {path}" for method, path in self.asked)


@dataclass(frozen=True)
class RouteFilter:
    """Requests of one route. `{…}` in its path is any text, and so is the method `ANY`; what
    such a route lets through, another route may take first."""

    method: str
    path: str
    """`/orders/{id}`; empty for whatever no other route takes."""

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Requests):
            return Overlap.MAYBE
        own, ways = self._own
        denied = [path for method, path in scope.denied if self._all_of_it(method)]
        found = [
            min(overlap([method, own]), overlap([path, ways], denied))
            for method, path in scope.asked
        ]
        exact = self.method != "ANY" and self.path and "{" not in self.path
        several = min(found) is not max(found) or any(path.open for _, path in scope.asked)
        unsure = not exact or (scope.only_one and several)
        best = max(found)
        return min(best, Overlap.MAYBE) if unsure else best

    @cached_property
    def _own(self) -> Asked:
        path = re.sub(r"{[^}]*}", "*", self.path)
        return (
            ANYTHING if self.method == "ANY" else literal(self.method),
            wildcard(path) if path else ANYTHING,
        )

    def _all_of_it(self, method: Glob) -> bool:
        return method == ANYTHING if self.method == "ANY" else method.matches(self.method)

    def __str__(self) -> str:
        return f"{self.method} {self.path}" if self.path else "other routes"
