"""The event flow of a stack: what can start what, with evidence, and the loops in it."""

from __future__ import annotations

import functools
from typing import Any

from policies.flow.graph import Flow
from policies.flow.loops import Loop, leaves, loops_of, touches
from policies.flow.parts import Joined
from policies.flow.peers import peers_of
from policies.view import Stack


@functools.lru_cache(maxsize=1)
def flow_of(stack: Stack) -> tuple[Flow, list[Loop]]:
    """The flow of a complete stack and its loops; kept for whoever asks next."""
    flow = Flow(stack)
    return flow, loops_of(flow)


@functools.lru_cache(maxsize=1)
def loops_with_peers(stack: Stack) -> list[tuple[Flow, Loop]]:
    """The loops through a complete stack and the other stacks of this run, with their flow."""
    peers, _ = peers_of(stack)
    if not peers:
        return []
    flow = Flow(Joined((stack, *peers)))
    return [(flow, loop) for loop in loops_of(flow) if touches(flow, loop) and leaves(flow, loop)]


def summary(stack: Stack) -> dict[str, Any]:
    """The event flow as JSON: what the findings file keeps of it.

    `nodes` (kind, name, part, urn), `edges` (from, to: positions in nodes; verb, certain,
    evidence), `loops` (positions of edges, certain, whether AWS would stop it) and `unfollowed`:
    what may pass events on but is not followed, with counts.
    """
    flow, loops = flow_of(stack)
    number = {node: at for at, node in enumerate(flow.nodes)}
    edges = flow.edges
    place_of_edge = {id(edge): at for at, edge in enumerate(edges)}
    return {
        "nodes": [
            {
                "kind": node.place.kind,
                "name": node.place.name,
                "part": node.label,
                "urn": node.place.urn,
            }
            for node in flow.nodes
        ],
        "edges": [
            {
                "from": number[edge.source],
                "to": number[edge.target],
                "verb": edge.verb,
                "certain": edge.certain,
                "evidence": str(edge.evidence),
            }
            for edge in edges
        ],
        "loops": [
            {
                "edges": [place_of_edge[id(edge)] for edge in loop.edges],
                "certain": loop.certain,
                "stopped_by_aws": loop.stopped_by_aws,
            }
            for loop in loops
        ],
        "unfollowed": dict(sorted(flow.unfollowed.items())),
    }
