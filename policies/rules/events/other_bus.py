"""A target says another bus than its rule."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.buses import bus_of
from policies.views.events import EventBus, EventTarget


@rule(
    severity=Severity.MEDIUM,
    title="A target is on another bus than its rule",
    why="AWS looks for the rule on the target's bus: it finds none, or another of that name.",
    fix="Give the target the eventBusName of its rule.",
    source="sheets 10 and 63; https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
)
def other_bus(target: Joined[EventTarget]) -> Iterator[Finding]:
    event_rule = target.rule
    if event_rule is None:
        return
    here, there = bus_of(target), bus_of(event_rule)
    if here == there:
        return
    named = isinstance(here, str) == isinstance(there, str) or "default" in (here, there)
    if UNKNOWN in (here, there) or not named:
        raise Undecided(target.resource, "eventBusName")
    message = f"is on {_name(here)}, and its rule {event_rule.name} on {_name(there)}"
    yield Finding(target, "bus", message)


def _name(bus: object) -> str:
    return f"bus {bus.name if isinstance(bus, EventBus) else bus}"
