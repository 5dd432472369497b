"""A rule that takes every event, and something that is paid for each."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.flow.pattern import parse
from policies.view import Undecided
from policies.views.events import EventRule, EventTarget
from policies.views.linked import linked
from policies.views.recording import records

NARROWING = ("source", "detail-type", "detail", "resources")


@rule(
    severity=Severity.MEDIUM,
    title="A rule takes every event",
    why="Whatever anybody puts on the bus starts the target, what it puts there itself too.",
    fix="Match on source and detail-type.",
    source="sheets 10 and 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
)
def catch_all(stack: Stack) -> Iterator[Finding | Open]:
    for target in stack.of(EventTarget):
        if records(target, stack):
            continue
        for event_rule in linked(target, "rule", EventRule):
            try:
                if _matches_all(event_rule):
                    message = f"matches every event and starts {target.name}"
                    yield Finding(event_rule, target.name, message)
            except Undecided as unknown:
                yield Open(event_rule.resource, unknown.prop, unknown.because)


def _matches_all(event_rule: EventRule) -> bool:
    try:
        branches = parse(event_rule.pattern).branches if event_rule.pattern else ()
    except ValueError:
        return False  # impossible_pattern says so.
    return any(not any(path[0] in NARROWING for path in branch) for branch in branches)
