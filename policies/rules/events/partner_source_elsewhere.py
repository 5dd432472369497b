"""A rule waits on a bus that a partner's events do not come to."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.buses import bus_of, is_fed
from policies.views.events import EventBus, EventRule
from policies.views.linked import linked
from policies.views.patterns import PARTNER, source_heads


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits for a partner on the wrong bus",
    why="A partner's events come to the bus of that partner alone: the rule is never met.",
    fix="Give rule and targets the eventBusName of the partner's bus.",
    source="sheet 30; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas.html",
)
def partner_source_elsewhere(event_rule: Joined[EventRule]) -> Iterator[Finding]:
    heads = source_heads(event_rule)
    if not heads or not all(head.startswith(PARTNER) for head in heads):
        return
    bus = bus_of(event_rule)
    if bus is UNKNOWN:
        raise Undecided(event_rule.resource, "eventBusName")
    if event_rule.stack is None or _is_partners(event_rule, bus):
        return
    if not is_fed(event_rule, event_rule.stack):
        name = bus.name if isinstance(bus, EventBus) else bus
        message = f"waits for {' and '.join(heads)} on bus {name}, which is no partner's"
        yield Finding(event_rule, "bus", message)


def _is_partners(event_rule: EventRule, bus: object) -> bool:
    if isinstance(bus, str) and bus.startswith(PARTNER):
        return True
    made_here = linked(event_rule, "eventBusName", EventBus)
    return any(one.peek("eventSourceName") not in (None, "") for one in made_here)
