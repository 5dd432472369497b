"""The event flow of a stack as a directed graph: what can be the cause of what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from policies.flow import services
from policies.flow.model import (
    ActsAs,
    Edge,
    Fact,
    Filter,
    Gap,
    Listens,
    Node,
    Place,
    Polls,
    Scope,
)
from policies.flow.overlap import Overlap
from policies.flow.parts import parts_of
from policies.flow.permissions import Permissions, Write
from policies.flow.places import Places
from policies.flow.unfollowed import WHAT
from policies.view import Resource, Stack, Undecided


class Flow:
    """Nodes and edges, in an order that depends on what the stack holds and on nothing else."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.parts = parts_of(stack)
        """Each stack, with its view of the places of all."""
        self.places = self.parts[0][1]
        self.gaps: list[Gap] = []
        self.unfollowed: Counter[str] = Counter()
        self._edges: dict[Node, dict[tuple[Node, bool], Edge]] = {}
        self._new: list[Node] = []
        self._known: dict[tuple[Place, str, Scope], Node] = {}
        facts = [
            fact
            for part, places in self.parts
            for resource in _by_urn(part)
            for fact in _facts(resource, part, places)
        ]
        self._permissions = Permissions(self.parts, services.ACCESS)
        self._draw(facts)

    @property
    def nodes(self) -> list[Node]:
        return sorted(self._edges, key=lambda node: node.sort_key)

    @property
    def edges(self) -> list[Edge]:
        return [edge for node in self.nodes for edge in self.out_of(node)]

    def out_of(self, node: Node) -> list[Edge]:
        """The edges that leave `node`, certain ones first."""
        return sorted(
            self._edges.get(node, {}).values(),
            key=lambda edge: (not edge.certain, edge.target.sort_key),
        )

    def _node(self, place: Place, channel: str = "", scope: Scope = None, label: str = "") -> Node:
        key = (place, channel, scope)
        if key not in self._known:
            self._known[key] = Node(place, channel, scope, label)
        return self._known[key]

    def _draw(self, facts: list[Fact]) -> None:
        self._listeners: dict[Place, list[Listens]] = defaultdict(list)
        self._acting: dict[Place, dict[str, Filter | None]] = defaultdict(dict)
        acts: list[ActsAs] = []
        polled: dict[Place, set[Place]] = defaultdict(set)
        for fact in facts:
            if isinstance(fact, Listens):
                self._listeners[fact.place].append(fact)
            elif isinstance(fact, ActsAs):
                acts.append(fact)
                if fact.channel:
                    self._acting[fact.place][fact.channel] = fact.filter
            elif isinstance(fact, Polls):
                polled[fact.place].add(fact.source)
            elif isinstance(fact, Gap):
                self.gaps.append(fact)
            else:
                self.unfollowed[fact.what] += 1
        for place, listeners in self._listeners.items():
            self._listeners[place] = [x for x in listeners if self._heard(x)]
        for resource in self.stack.typed(*WHAT):
            self.unfollowed[f"{WHAT[resource.type]} ({resource.type})"] += 1
        for place in sorted(self._listeners, key=lambda place: place.key):
            for listener in self._listeners[place]:
                self._open(self._node(place, listener.channel, label=_label(listener.filter)))
        seen: set[str] = set()
        for act in acts:
            rights = self._permissions.of(act.role)
            if act.role.key not in seen:
                seen.add(act.role.key)
                self.gaps += rights.gaps
            for write in rights.writes:
                self._write(act, write)
            for write in rights.maybe:
                if write.place in polled[act.place]:
                    # To be expected: who polls a place needs a policy that names it.
                    self.gaps.append(Gap(write.evidence.resource, write.evidence.prop))
                else:
                    self._write(act, write)
        if len(self.parts) > 1 and (count := self._permissions.unfollowed):
            self.unfollowed["rights to all of an account, in other stacks"] = count
        self._draw_new()

    def _heard(self, listener: Listens) -> bool:
        """Whether it matters: log groups and domains do where somebody listens to them."""
        if listener.target.kind not in _HEARD or self._listeners.get(listener.target):
            return True
        if listener.unheard:
            self.unfollowed[listener.unheard] += 1
        return False

    def _write(self, act: ActsAs, write: Write) -> None:
        into = _INTO.get(write.place.kind, " to")
        actor = self._node(act.place, act.channel, label=_label(act.filter))
        self._emit(
            actor,
            write.place,
            write.scope,
            Edge(
                actor,
                self._node(write.place),
                f"may {write.action}{into}",
                write.evidence,
                write.certain and act.certain,
                write.doubt or ("" if act.certain else "its role is known only after creation"),
            ),
        )

    def _open(self, node: Node) -> None:
        """Take `node` in; what leaves it is drawn later, once."""
        if node not in self._edges:
            self._edges[node] = {}
            self._new.append(node)

    def _draw_new(self) -> None:
        while self._new:
            node = self._new.pop()
            for listener in self._listeners.get(node.place, ()):
                if listener.channel != node.channel:
                    continue
                doubt = "" if listener.certain else listener.doubt or _LATER
                edge = Edge(
                    node,
                    self._node(listener.target),
                    listener.verb,
                    listener.evidence,
                    listener.certain,
                    doubt,
                )
                scope = listener.carry(node.scope) if listener.carry else None
                self._emit(node, listener.target, scope, edge)

    def _emit(self, source: Node, place: Place, scope: Scope, edge: Edge) -> None:
        """Like `edge`, one into each part of `place` that sees something of `scope`."""
        self._open(source)
        self._link(edge)
        parts = dict(self._acting.get(place, {}))
        carrying: set[str] = set()
        for listener in self._listeners.get(place, ()):
            if listener.channel:
                parts.setdefault(listener.channel, listener.filter)
                if listener.carry:
                    carrying.add(listener.channel)
        for channel, passes in parts.items():
            admitted = Overlap.YES if passes is None else passes.admits(scope)
            if admitted is Overlap.NO:
                continue
            # Where the scope goes on to the next place, it is a part of its own.
            carried = scope if channel in carrying else None
            target = self._node(place, channel, carried, _label(passes))
            sure = admitted is Overlap.YES
            doubt = edge.doubt or ("" if sure else f"{target} may let it through or not")
            self._link(replace(edge, target=target, certain=edge.certain and sure, doubt=doubt))

    def _link(self, edge: Edge) -> None:
        self._open(edge.target)
        edges = self._edges[edge.source]
        key = (edge.target, edge.certain)
        if key not in edges or _rank(edge) < _rank(edges[key]):
            edges[key] = edge


def _facts(resource: Resource, stack: Stack, places: Places) -> Iterator[Fact]:
    kind, read = services.FACTS[resource.type]
    try:
        yield from read(kind(resource, stack), places)
    except Undecided as unknown:
        yield Gap(unknown.resource, unknown.prop, unknown.because)


_LATER = "what it names is known only after creation"
_INTO = {"function": " on", "state machine": " on", "calls": ", one of the"}
"""Between what somebody may do and the place: " to", if it is of another kind."""
_HEARD = ("log group", "domain")
"""Every function has logs, and addresses of anybody are called."""


def _by_urn(stack: Stack) -> list[Resource]:
    return sorted(stack.typed(*services.FACTS), key=lambda resource: resource.urn)


def _label(passes: Filter | None) -> str:
    return str(passes) if passes else ""


def _rank(edge: Edge) -> tuple[str, str, str, str]:
    """Which of two edges between the same nodes is shown: the same one in every order."""
    evidence = edge.evidence
    return (evidence.resource.urn, evidence.prop, evidence.note, edge.verb)
