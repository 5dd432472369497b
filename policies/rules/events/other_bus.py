"""A target says another bus than its rule."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.events import EventBus, EventTarget
from policies.views.iam import linked


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
    here, there = _bus(target), _bus(event_rule)
    if here == there:
        return
    named = isinstance(here, str) == isinstance(there, str) or "default" in (here, there)
    if UNKNOWN in (here, there) or not named:
        raise Undecided(target.resource, "eventBusName")
    message = f"is on {_name(here)}, and its rule {event_rule.name} on {_name(there)}"
    yield Finding(target, "bus", message)


def _bus(view: View) -> object:
    """The bus's name; before it has one, the resource in this stack."""
    value = view.peek("eventBusName")
    if value in (None, ""):
        return "default"
    made_here = linked(view, "eventBusName", EventBus)
    if len(made_here) == 1:
        known = made_here[0].peek("name")
        return known if isinstance(known, str) else made_here[0]
    name = str(value).rpartition("event-bus/")[2]
    return name if isinstance(value, str) else UNKNOWN


def _name(bus: object) -> str:
    return f"bus {bus.name if isinstance(bus, EventBus) else bus}"
