"""A rule waits on a bus of one's own for events that only the default bus gets."""

import json
from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.events import EventRule, EventTarget


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
    sources = _sources(event_rule.pattern)
    if not sources or not all(source.startswith("aws.") for source in sources):
        return
    # A bus is fed from elsewhere (another account, a partner) as well as from here.
    if event_rule.stack and _is_fed(event_rule, event_rule.stack):
        return
    message = f"waits for {' and '.join(sources)} on a custom bus"
    yield Finding(event_rule, "bus", message)


def _sources(pattern: str) -> list[str]:
    try:
        found = json.loads(pattern or "{}")
    except (ValueError, RecursionError):
        return []
    listed = found.get("source") if isinstance(found, dict) else None
    plain = listed if isinstance(listed, list) else []
    return plain if all(isinstance(source, str) for source in plain) else []


def _is_fed(event_rule: EventRule, stack: Stack) -> bool:
    """Whether something in the stack lets events of others onto the bus."""
    behind = set(event_rule.resource.property_dependencies.get("eventBusName", ()))
    name = event_rule.peek("eventBusName")
    for feeder in stack.typed(
        "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        "aws:cloudwatch/eventPermission:EventPermission",
    ):
        if behind & set(feeder.dependencies) or feeder.properties.get("eventBusName") == name:
            return True
    for target in stack.of(EventTarget):
        arn = target.peek("arn")
        named = isinstance(arn, str) and isinstance(name, str) and arn.endswith(f"event-bus/{name}")
        if named or behind & set(target.resource.property_dependencies.get("arn", ())):
            return True
    return False
