"""Cost of the rules alone: the pack's servicer over the requests of a stack, in one process.

No gRPC, no engine: what remains is decoding and the rules. µs of CPU time per resource, components
counted. `idle` is the servicer without rules. A rule's own cost is its servicer with that one rule,
less `idle`; the five costliest are shown, all are in the JSON file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2 as pb

from benchmarks import state
from benchmarks.engine import STACK, Engine
from benchmarks.measure import Outcome, Sample, paired
from benchmarks.plan import Plan
from policies.core import Rule
from policies.registry import all_rules
from policies.servicer import Servicer

SHOWN = 5


@dataclass(frozen=True)
class Requests:
    """What the engine asks about a stack."""

    each: list[pb.AnalyzeRequest]
    whole: pb.AnalyzeStackRequest


def run(plan: Plan) -> Outcome:
    with Engine.started(plan.folder) as engine:
        exported = state.exported(plan, engine, 100 if plan.quick else 1000)
    requests = requests_of(state.resources(exported))
    rules = all_rules()
    variants = {"idle": partial(serve, (), requests), "all rules": partial(serve, rules, requests)}
    alone = {rule.id: partial(serve, (rule,), requests) for rule in rules}
    outcome = Outcome(notes=[f"{len(rules)} rules, {len(requests.each)} resources"])
    outcome.add(paired({**variants, **alone}, plan.rounds, plan.say))
    for metric in ("each resource µs", "whole stack µs"):
        outcome.each(metric, *variants)
    outcome.added("all rules", "idle", "sum µs")
    own = Outcome(samples=outcome.samples)
    for rule in rules:
        own.added(rule.id, "idle", "sum µs")
    outcome.figures += sorted(own.figures, key=lambda figure: -figure.median)[:SHOWN]
    return outcome


def requests_of(resources: list[dict[str, Any]]) -> Requests:
    """The requests for an exported state: inputs one by one, then all outputs."""
    each = []
    whole = pb.AnalyzeStackRequest()
    for item in resources:
        urn = item["urn"]
        about = {"urn": urn, "type": item["type"], "name": urn.rpartition("::")[2]}
        request = pb.AnalyzeRequest(**about)
        request.options.parent = item.get("parent", "")
        json_format.ParseDict(item.get("inputs", {}), request.properties)
        each.append(request)
        found = whole.resources.add(**about)
        found.parent = item.get("parent", "")
        found.dependencies.extend(item.get("dependencies") or ())
        for name, urns in (item.get("propertyDependencies") or {}).items():
            found.propertyDependencies[name].urns.extend(urns or ())
        json_format.ParseDict(item.get("outputs", {}), found.properties)
    return Requests(each, whole)


def serve(rules: tuple[Rule, ...], requests: Requests) -> Sample:
    """Time of one run of the pack, in µs per resource."""
    servicer = Servicer(rules)
    servicer.ConfigureStack(pb.AnalyzerStackConfigureRequest(stack=STACK, dry_run=True), None)
    start = time.process_time()
    for request in requests.each:
        servicer.Analyze(request, None)
    half = time.process_time()
    servicer.AnalyzeStack(requests.whole, None)
    end = time.process_time()
    scale = 1e6 / len(requests.each)
    return {
        "each resource µs": (half - start) * scale,
        "whole stack µs": (end - half) * scale,
        "sum µs": (end - start) * scale,
    }
