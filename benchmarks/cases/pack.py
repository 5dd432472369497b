"""What the policy pack adds to a preview.

`none`: no pack. `idle`: our pack with every rule switched off. `full`: all rules. `plain`: all
rules on pulumi_policy's own server in place of ours.
"""

from __future__ import annotations

from functools import partial

from benchmarks import pack, programs
from benchmarks.engine import Engine
from benchmarks.measure import Outcome, paired
from benchmarks.plan import Plan
from policies.names import rule_ids

FULL_OVER_IDLE = 1.25
ADDED_S = {100: 0.92}
"""Half of what 26 rules of AWSGuard 0.3.1 added at this size on a machine of this kind."""


def run(plan: Plan) -> Outcome:
    outcome = Outcome(notes=[f"{len(rule_ids())} rules"])
    with Engine.started(plan.folder) as engine:
        packs = {
            "none": pack.none(),
            "idle": pack.idle(plan.folder),
            "full": pack.full(),
            "plain": pack.plain(),
        }
        for size in plan.sizes(100, 1000):
            _measure(plan, engine, outcome, packs, size)
    return outcome


def _measure(
    plan: Plan, engine: Engine, outcome: Outcome, packs: dict[str, pack.Pack], size: int
) -> None:
    program = programs.make(engine, "worker", "components", size)
    names = {kind: f"{kind} {size}" for kind in packs}
    variants = {
        names[kind]: partial(engine.preview, program, *chosen.arguments, **chosen.variables)
        for kind, chosen in packs.items()
    }
    outcome.add(paired(variants, plan.rounds, plan.say))
    outcome.each("wall s", *names.values())
    none, idle, full, plain = (names[kind] for kind in ("none", "idle", "full", "plain"))
    for metric in ("wall s", "cpu s"):
        wall = metric == "wall s"
        outcome.added(idle, none, metric)
        outcome.added(full, none, metric, ADDED_S.get(size) if wall else None)
        outcome.added(plain, none, metric)
        outcome.added_ratio(full, idle, none, metric, FULL_OVER_IDLE if wall else None)
        outcome.added_ratio(full, plain, none, metric)
