"""Words of the event flow: places, what listens to them, nodes and edges with their evidence."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from policies.flow.overlap import Overlap
from policies.view import Resource

Scope = Hashable
"""What can be in a place as far as is known: keys of objects, facts of events. None: anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that can start, hold or pass on events: a function, a queue, a bucket, a bus."""

    kind: str
    """`function`, `queue`, `topic`, `bucket`, `bus`, `table`, `stream`, `state machine` …"""
    key: str
    """The URN; of things outside the stack, kind and name (and where it is, if elsewhere)."""
    name: str
    """What a person calls it: the logical name, or the AWS name."""
    urn: str = ""
    """Empty for things outside the stack."""

    def __hash__(self) -> int:
        # The key alone tells places apart, and its hash is remembered: graphs are large.
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place in the program that an edge comes from."""

    resource: Resource
    prop: str
    note: str = ""
    """More about it, e.g. `statement 2`."""

    def __str__(self) -> str:
        where = f"{self.resource.name}.{self.prop}"
        return f"{where}, {self.note}" if self.note else where


class Filter(Protocol):
    """What a listener lets through. `str()` of it says so in a few words (`in/*.jpg`)."""

    def admits(self, scope: Scope) -> Overlap:
        """Whether something in `scope` gets through."""
        ...


@dataclass(frozen=True, eq=False)
class Listens:
    """What arrives in `place` starts `target`, or is sent on to it."""

    place: Place
    target: Place
    verb: str
    """Between the two names: `starts`, `delivers to`, `fails over to` …"""
    evidence: Evidence
    certain: bool = True
    filter: Filter | None = None
    channel: str = ""
    """Listeners of one place with the same channel share one filter."""
    carry: Callable[[Scope], Scope] | None = None
    """What `target` gets of what was in `place`; None where that is not known."""
    doubt: str = ""
    """Why it is not certain; empty where what it names is known only after creation."""
    unheard: str = ""
    """What is not followed where nothing that is known listens to `target`."""


@dataclass(frozen=True, eq=False)
class ActsAs:
    """`place` does what the policies of `role` allow."""

    place: Place
    role: Place
    certain: bool = True
    filter: Filter | None = None
    """What makes it act, where not everything that arrives does."""
    channel: str = ""
    """As of `Listens`; what arrives there makes it act."""


@dataclass(frozen=True, eq=False)
class Polls:
    """`place` has to read from `source`: a policy that names it may be about reading alone."""

    place: Place
    source: Place


@dataclass(frozen=True, eq=False)
class Gap:
    """A part of the flow that cannot be known: "PROP BECAUSE"."""

    resource: Resource
    prop: str
    because: str = "is not known at preview"


@dataclass(frozen=True, eq=False)
class Unfollowed:
    """A part of the flow that leads to something that this graph does not know."""

    resource: Resource
    what: str


Fact = Listens | ActsAs | Polls | Gap | Unfollowed


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A place, or the part of a place that one listener (and one scope) sees.

    Each is one object in its flow: graphs are large, and looking nodes up is most of the work.
    """

    place: Place
    channel: str = ""
    scope: Scope = None
    label: str = ""
    """The part in words, e.g. `in/*.jpg`."""

    @property
    def sort_key(self) -> tuple[str, str, str]:
        return (self.place.key, self.channel, str(self.scope))

    def __str__(self) -> str:
        return f"{self.place.name} [{self.label}]" if self.label else self.place.name


@dataclass(frozen=True, eq=False)
class Edge:
    """What is at `source` can be the cause of something at `target`."""

    source: Node
    target: Node
    verb: str
    evidence: Evidence
    certain: bool = True
    doubt: str = ""
    """Why it is not certain; completes "possible: …"."""
