"""A rule takes all that a service tells."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.events import EventRule, EventTarget
from policies.views.linked import linked
from policies.views.patterns import PARTNER, all_of_its_sources, source_heads
from policies.views.recording import records

ALL_MEANT = {"aws.health"}
"""Services whose every event is for somebody to see."""


@rule(
    severity=Severity.LOW,
    title="A rule takes all that a service tells",
    why="It also starts its target for the service's other resources, other events and the calls "
    "that CloudTrail sees, today's and those to come.",
    fix="Add detail-type, and in detail the resource that is meant.",
    source="sheet 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
)
def whole_service(stack: Stack) -> Iterator[Finding | Open]:
    for target in stack.of(EventTarget):
        if records(target, stack):
            continue
        for event_rule in linked(target, "rule", EventRule):
            try:
                heads = [] if event_rule.stopped else source_heads(event_rule)
                if heads and _too_much(event_rule, heads):
                    message = f"takes all events of {' and '.join(heads)} and starts {target.name}"
                    yield Finding(event_rule, target.name, message)
            except Undecided as unknown:
                yield Open(event_rule.resource, unknown.prop, unknown.because)


def _too_much(event_rule: EventRule, heads: list[str]) -> bool:
    return (
        all_of_its_sources(event_rule)
        and all(one.startswith("aws.") and not one.startswith(PARTNER) for one in heads)
        and not set(heads) <= ALL_MEANT
    )
