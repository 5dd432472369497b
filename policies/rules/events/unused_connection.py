"""A way out of EventBridge that nothing takes."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.events import ApiDestination, EventConnection


@rule(
    severity=Severity.LOW,
    title="A connection or API destination is not used",
    why="A connection keeps a login for the other side in a secret; forgotten ones stay valid.",
    fix="Remove it, or name it in a target, a pipe or a state machine.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html",
)
def unused_connection(stack: Stack) -> Iterator[Finding]:
    ways = [*stack.of(EventConnection), *stack.of(ApiDestination)]
    if not ways:
        return
    used = {urn for resource in stack for urn in resource.dependencies}
    used |= {
        urn
        for resource in stack
        for urns in resource.property_dependencies.values()
        for urn in urns
    }
    for way in ways:
        if way.urn not in used:
            yield Finding(way, "unused", "is used by nothing in this stack")
