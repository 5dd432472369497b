"""A rule waits on a bus of one's own for events that only the default bus gets."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.buses import is_fed
from policies.views.events import EventRule
from policies.views.patterns import PARTNER, sources


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits on the wrong bus",
    why="AWS services put their events on the default bus only: the rule never matches.",
    fix="Put the rule on the default bus, or forward those events from there to this bus.",
    source="sheet 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html",
)
def aws_source_on_custom_bus(event_rule: Joined[EventRule]) -> Iterator[Finding]:
    bus = event_rule.peek("eventBusName")
    if bus in (None, "", "default") or (
        isinstance(bus, str) and bus.endswith(":event-bus/default")
    ):
        return
    found = sources(event_rule)
    if not found or not all(one.startswith("aws.") for one in found):
        return
    # Partners' events do come over buses of their own.
    if any(one.startswith(PARTNER) for one in found):
        return
    # A bus is fed from elsewhere (another account, a partner) as well as from here.
    if event_rule.stack and is_fed(event_rule, event_rule.stack):
        return
    message = f"waits for {' and '.join(found)} on a custom bus"
    yield Finding(event_rule, "bus", message)
