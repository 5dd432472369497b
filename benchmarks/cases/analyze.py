"""`pulumi policy analyze --file` on exported states, with and without active rules.

No program and no provider runs: peers for it are checkov and cfn-lint. `idle`, `full` and `plain`
as in `pack`. Sizes are resources, components not counted.
"""

from __future__ import annotations

from functools import partial

from benchmarks import pack, state
from benchmarks.engine import Engine
from benchmarks.measure import Outcome, paired
from benchmarks.plan import Plan
from policies.names import rule_ids

FULL_OVER_IDLE = 1.15
TIMES = (1, 5, 10)
PLAIN_UP_TO = 1
"""pulumi_policy's own server takes minutes for the larger states."""


def run(plan: Plan) -> Outcome:
    outcome = Outcome(notes=[f"{len(rule_ids())} rules"])
    size = 100 if plan.quick else 1000
    folder = plan.folder / "states"
    folder.mkdir(exist_ok=True)
    with Engine.started(plan.folder) as engine:
        once = state.exported(plan, engine, size)
        packs = {"idle": pack.idle(plan.folder), "full": pack.full(), "plain": pack.plain()}
        for times in plan.sizes(*TIMES):
            whole = state.multiplied(once, times)
            file = state.write(whole, folder / f"{size * times}.json")
            names = {
                kind: f"{kind} {size * times}"
                for kind in packs
                if kind != "plain" or times <= PLAIN_UP_TO
            }
            variants = {
                name: partial(
                    engine.measured,
                    folder,
                    ["policy", "analyze", "--file", str(file), *packs[kind].arguments],
                    packs[kind].variables,
                )
                for kind, name in names.items()
            }
            outcome.add(paired(variants, plan.rounds, plan.say))
            count = len(state.resources(whole))
            outcome.notes.append(f"{size * times}: {count} with components")
            outcome.each("wall s", *names.values())
            outcome.ratio(names["full"], names["idle"], "wall s", FULL_OVER_IDLE)
            outcome.ratio(names["full"], names["idle"], "cpu s")
            if "plain" in names:
                outcome.ratio(names["full"], names["plain"], "wall s")
    return outcome
