"""Preview of our components against the same resources written flat.

`flat`: plain pulumi_aws calls with the types, inputs and references that the components make.
`grouped`: the same inside of as many components, but empty ones: the price of grouping alone.
`components`: ours. `… + turn`: the program lets the event loop go round once at its end
(benchmarks/programs.py says why). Sizes are resources, components not counted.
"""

from __future__ import annotations

from functools import partial

from benchmarks import programs
from benchmarks.engine import Engine
from benchmarks.measure import Outcome, paired
from benchmarks.plan import Plan

UNITS = {"worker": (10, 100, 1000), "site": (100,)}
"""Unit → sizes."""
GOAL = {1000: 1.15}


def run(plan: Plan) -> Outcome:
    outcome = Outcome()
    with Engine.started(plan.folder) as engine:
        for unit, sizes in UNITS.items():
            for size in plan.sizes(*sizes):
                _measure(plan, engine, outcome, unit, size)
    return outcome


def _measure(plan: Plan, engine: Engine, outcome: Outcome, unit: str, size: int) -> None:
    shapes = [(shape, turn) for turn in (False, True) for shape in programs.SHAPES]
    names = {key: _name(unit, size, *key) for key in shapes}
    variants = {
        name: partial(engine.preview, programs.make(engine, unit, shape, size, turn=turn))
        for (shape, turn), name in names.items()
    }
    outcome.add(paired(variants, plan.rounds, plan.say))
    exact = programs.count(unit, size) * programs.unit_size(unit)
    outcome.notes.append(f"{unit} {size}: {exact} resources")
    outcome.each("wall s", *names.values())
    for metric in ("wall s", "program cpu s"):
        goal = GOAL.get(size) if metric == "wall s" else None
        for turn in (False, True):
            flat, grouped, ours = (names[shape, turn] for shape in programs.SHAPES)
            outcome.ratio(ours, flat, metric, goal)
            outcome.ratio(grouped, flat, metric)
            outcome.ratio(ours, grouped, metric)
        outcome.ratio(names["components", True], names["flat", False], metric, goal)
        outcome.ratio(names["flat", True], names["flat", False], metric)


def _name(unit: str, size: int, shape: str, turn: bool) -> str:
    return f"{unit} {size} {shape}{' + turn' if turn else ''}"
