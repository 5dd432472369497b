"""A partner's event source is on a bus of another name."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.events import EventBus


@rule(
    severity=Severity.MEDIUM,
    title="A partner's bus has another name than its source",
    why="AWS takes a partner's event source only on a bus of the same name, and refuses this one.",
    fix="Set name to the value of eventSourceName.",
    source="sheet 30; https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html",
)
def partner_bus_name(bus: EventBus) -> Iterator[Finding]:
    source = bus.text("eventSourceName")
    if not source:
        return
    name = bus.text("name")
    if name != source:
        message = f"is named {name or 'by chance'}, and its eventSourceName is {source}"
        yield Finding(bus, "name", message)
