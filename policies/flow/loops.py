"""Loops of an event flow: which there are, and which of them are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from policies.flow.cycles import components, shortest
from policies.flow.graph import Flow
from policies.flow.model import Edge, Node, Place
from policies.view import Resource, Stack, Undecided
from policies.views.lambda_ import Function, RecursionConfig

REASON_TAG = "palisade:loop-reason"

AWS_WATCHES = ("function", "queue", "topic", "bucket")
"""Kinds of places through which Lambda counts how often an event comes back."""

LOOPS_OF_A_KNOT = 5
"""How many loops of one component are shown: each needs a change of its own, but nobody reads
fifty. The first ones are the shortest."""

LARGE_KNOT = 200
"""Nodes of a component from which on one loop is shown: it needs another design, not five fixes."""

MANY_KNOTS = 50
"""Components from which on one loop of each is shown, for the same reason."""


@dataclass(frozen=True, eq=False)
class Loop:
    """One loop: its edges in order, from the function whose name comes first, of this stack if any
    of its functions is in it."""

    edges: tuple[Edge, ...]
    unwatched: frozenset[str]
    """Kinds of places in it that AWS does not watch."""
    stop_off: tuple[str, ...]
    """Functions in it whose loop stop is switched off."""

    @property
    def certain(self) -> bool:
        return all(edge.certain for edge in self.edges)

    @property
    def nodes(self) -> list[Node]:
        return [edge.source for edge in self.edges]

    @cached_property
    def functions(self) -> list[Place]:
        return [node.place for node in self.nodes if node.place.kind == "function"]

    @property
    def stopped_by_aws(self) -> bool:
        return bool(self.functions) and not self.unwatched and not self.stop_off

    @property
    def key(self) -> str:
        """The same as long as the same places are in it."""
        return ">".join(f"{node.place.kind}:{node.place.name}" for node in self.nodes)


def loops_of(flow: Flow, *, registering: bool = False) -> list[Loop]:
    """The loops of `flow` that nobody has allowed, shortest first in each knot.

    `registering` is before the stack is complete: a function's setting may come after it, so
    that the reason in its tags is enough.
    """
    switched_off = _loop_stop_off(flow)
    allowed = {
        place.key
        for place in flow.places.of("function")
        if (registering or place.key in switched_off) and _has_reason(flow, place)
    }
    nodes = [node for node in flow.nodes if node.place.key not in allowed]
    number = {node: at for at, node in enumerate(nodes)}
    out = [[edge for edge in flow.out_of(node) if edge.target in number] for node in nodes]
    certain = [[number[edge.target] for edge in edges if edge.certain] for edges in out]
    some_possible = any(len(sure) < len(all_) for sure, all_ in zip(certain, out, strict=True))
    every = [sorted({number[e.target] for e in edges}) for edges in out] if some_possible else []
    found = _peel(certain)
    if some_possible:
        for loop in found:
            for at, to in loop:
                every[at].remove(to)
        found += _peel(every)

    def edge_of(pair: tuple[int, int]) -> Edge:
        # Certain ones come first.
        return next(edge for edge in out[pair[0]] if number[edge.target] == pair[1])

    own = flow.parts[0][0] if len(flow.parts) > 1 else None
    return [_loop([edge_of(pair) for pair in loop], switched_off, own) for loop in found]


def _peel(graph: list[list[int]]) -> list[list[tuple[int, int]]]:
    """Loops that share no edge, so that each needs its own change. Takes `graph` apart."""
    found = []
    work = [(component, 1) for component in reversed(components(graph))]
    most = LOOPS_OF_A_KNOT if len(work) <= MANY_KNOTS else 1
    while work:
        component, drawn = work.pop()
        loop = shortest(graph, component)
        hops = list(zip(loop, [*loop[1:], loop[0]], strict=True))
        found.append(hops)
        if drawn < most and len(component) < LARGE_KNOT:
            for source, target in hops:
                graph[source].remove(target)
            work += [(rest, drawn + 1) for rest in reversed(_within(graph, component))]
    return found


def _within(graph: list[list[int]], component: list[int]) -> list[list[int]]:
    """The components that are left inside `component`."""
    local = {node: at for at, node in enumerate(component)}
    inner = [[local[n] for n in graph[node] if n in local] for node in component]
    return [[component[at] for at in found] for found in components(inner)]


def _loop(edges: list[Edge], switched_off: Mapping[str, str], own: Stack | None) -> Loop:
    def first(at: int) -> tuple[bool, bool, str, tuple[str, str, str]]:
        node = edges[at].source
        elsewhere = own is not None and own.get(node.place.urn) is None
        return (node.place.kind != "function", elsewhere, node.place.name, node.sort_key)

    start = min(range(len(edges)), key=first)
    edges = edges[start:] + edges[:start]
    places = [edge.source.place for edge in edges]
    return Loop(
        tuple(edges),
        frozenset(place.kind for place in places if place.kind not in AWS_WATCHES),
        tuple(place.name for place in places if place.key in switched_off),
    )


def _loop_stop_off(flow: Flow) -> dict[str, str]:
    """Functions with the setting `Allow` → the name of the setting."""
    found = {}
    for part, places in flow.parts:
        for setting in part.of(RecursionConfig):
            try:
                functions = places.find(setting, "functionName", "function")
            except Undecided:
                continue
            for function in functions:
                if setting.peek("recursiveLoop") == "Allow" and function.certain:
                    found[function.place.key] = setting.name
    return found


def _has_reason(flow: Flow, place: Place) -> bool:
    resource = flow.places.resource(place)
    tags = Function(resource).peek("tags") if resource else None
    reason = tags.get(REASON_TAG) if isinstance(tags, dict) else None
    return reason is not None and (not isinstance(reason, str) or bool(reason.strip()))


def resource_of(flow: Flow, loop: Loop) -> Resource:
    """Where the loop is reported: its first place in this stack, or what makes its first edge."""
    own = (flow.parts[0][0].get(urn) for urn in _urns(loop))
    return next(filter(None, own), loop.edges[0].evidence.resource)


def touches(flow: Flow, loop: Loop) -> bool:
    """Whether anything of this stack, the first of `flow`, has a part in the loop."""
    return any(flow.parts[0][0].get(urn) for urn in _urns(loop))


def leaves(flow: Flow, loop: Loop) -> bool:
    """Whether anything of another stack than the first of `flow` has a part in the loop."""
    return not all(flow.parts[0][0].get(urn) for urn in _urns(loop))


def _urns(loop: Loop) -> list[str]:
    """The places that stacks make, functions first, and the evidence."""
    places = (*loop.functions, *(node.place for node in loop.nodes))
    return [
        *(place.urn for place in places if place.urn),
        *(edge.evidence.resource.urn for edge in loop.edges),
    ]
