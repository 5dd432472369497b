"""Loops in large graphs, against the strongly connected components alone.

`random`: 3 edges from every node, so that nearly all of it is one knot. `islands`: knots of 10
nodes, the most loops to draw that there can be. `components` is the bare call; `loops` finds the
loops of each knot, the shortest first; `drawn` also writes each as a finding shows it. CPU time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.measure import Outcome, Sample, paired
from benchmarks.plan import Plan
from policies.flow.cycles import components
from policies.flow.graph import Flow
from policies.flow.loops import loops_of
from policies.flow.message import describe
from policies.flow.model import Edge, Evidence, Node, Place
from policies.view import Resource

EDGES = 3
ISLAND = 10
GOAL = 3.0


def run(plan: Plan) -> Outcome:
    outcome = Outcome()
    for size in plan.sizes(1000, 10_000):
        for shape, targets in {"random": size, "islands": ISLAND}.items():
            graph = edges(size, targets)
            flow = cast("Flow", Drawn(graph))
            names = {kind: f"{shape} {size} {kind}" for kind in ("components", "loops", "drawn")}
            variants = {
                names["components"]: partial(_timed, components, graph),
                names["loops"]: partial(_timed, loops_of, flow),
                names["drawn"]: partial(_timed, _draw, flow),
            }
            outcome.add(paired(variants, plan.rounds, plan.say))
            found = len(components(graph)), len(loops_of(flow))
            outcome.notes.append(f"{shape} {size}: {found[0]} knots, {found[1]} loops")
            outcome.each("time ms", *names.values())
            outcome.ratio(names["loops"], names["components"], "time ms")
            goal = GOAL if shape == "random" else None
            outcome.ratio(names["drawn"], names["components"], "time ms", goal)
    return outcome


def edges(size: int, within: int) -> list[list[int]]:
    """EDGES successors of every node, among the `within` nodes that it shares a block with."""
    pick = random.Random(size)
    return [
        [node - node % within + target for target in pick.sample(range(within), EDGES)]
        for node in range(size)
    ]


class Drawn:
    """A finished flow of functions, as far as finding loops in it needs one."""

    def __init__(self, graph: Sequence[Sequence[int]]) -> None:
        resources = [Resource(f"urn:{at:06}", "aws:x", f"f{at:06}", {}) for at in range(len(graph))]
        self.nodes = [Node(Place("function", r.urn, r.name, r.urn)) for r in resources]
        self._out = {
            self.nodes[at]: [
                Edge(self.nodes[at], self.nodes[target], "calls", Evidence(resources[at], "policy"))
                for target in targets
            ]
            for at, targets in enumerate(graph)
        }
        places: dict[str, list[Place]] = {"function": [node.place for node in self.nodes]}
        self.places = SimpleNamespace(of=lambda kind: places[kind], resource=lambda _place: None)
        self.parts = ()

    def out_of(self, node: Node) -> list[Edge]:
        return self._out[node]


def _draw(flow: Flow) -> list[str]:
    return [describe(loop) for loop in loops_of(flow)]


def _timed(work: Any, argument: Any) -> Sample:
    start = time.process_time()
    work(argument)
    return {"time ms": (time.process_time() - start) * 1000}
