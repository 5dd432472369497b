"""A rule that starts nothing."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.events import EventRule, EventTarget
from policies.views.linked import linked


@rule(
    severity=Severity.LOW,
    title="A rule has no target",
    why="It matches events and drops them; often its target was meant to be here.",
    fix="Add an EventTarget, or remove the rule.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
)
def no_target(stack: Stack) -> Iterator[Finding]:
    rules = stack.of(EventRule)
    if not rules:
        return
    used = {r.urn for target in stack.of(EventTarget) for r in linked(target, "rule", EventRule)}
    for event_rule in rules:
        if event_rule.urn not in used and not event_rule.stopped:
            yield Finding(event_rule, "targets", "starts nothing in this stack")
