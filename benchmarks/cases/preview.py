"""Preview of our components against the same resources written flat.

`flat`: plain pulumi_aws calls with the types, inputs and references that the components make.
`grouped`: the same inside of as many components, but empty ones: the price of grouping alone.
`components`: ours. Programs let the event loop go round once at their end, as ours does
(benchmarks/programs.py says why); `flat, no turn` is the flat program as people write it. Sizes are
resources, components not counted.
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
    names = {shape: f"{unit} {size} {shape}" for shape in programs.SHAPES}
    made = {name: programs.make(engine, unit, shape, size) for shape, name in names.items()}
    written = f"{unit} {size} flat, no turn"
    made[written] = programs.make(engine, unit, "flat", size, turn=False)
    variants = {name: partial(engine.preview, program) for name, program in made.items()}
    outcome.add(paired(variants, plan.rounds, plan.say))
    exact = programs.count(unit, size) * programs.unit_size(unit)
    outcome.notes.append(f"{unit} {size}: {exact} resources")
    outcome.each("wall s", *variants)
    flat, grouped, ours = names.values()
    for metric in ("wall s", "program cpu s"):
        goal = GOAL.get(size) if metric == "wall s" else None
        outcome.ratio(ours, flat, metric, goal)
        outcome.ratio(grouped, flat, metric)
        outcome.ratio(ours, grouped, metric)
        outcome.ratio(ours, written, metric)
