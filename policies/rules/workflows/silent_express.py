"""A rule waits for status events of a state machine that sends none."""

import json
from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.views.events import EventRule
from policies.views.linked import linked
from policies.views.sfn import StateMachine


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits for events of an EXPRESS state machine",
    why="Only STANDARD machines tell EventBridge how their executions end: the rule never matches.",
    fix="Make the machine STANDARD, or let its last step send an event of its own.",
    source="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html",
)
def silent_express(event_rule: Joined[EventRule]) -> Iterator[Finding]:
    for machine in _waits_for(event_rule):
        if machine.text("type", "STANDARD") == "EXPRESS":
            message = f"waits for status events of {machine.name}, which is EXPRESS and sends none"
            yield Finding(event_rule, machine.urn, message)


def _waits_for(event_rule: EventRule) -> list[StateMachine]:
    """The state machines of this stack that the pattern names."""
    text, stack = event_rule.peek("eventPattern"), event_rule.stack
    if text is UNKNOWN or stack is None:
        # A pattern that is made from a machine is about its executions.
        return linked(event_rule, "eventPattern", StateMachine)
    try:
        pattern = json.loads(text) if isinstance(text, str) else {}
        named = pattern["detail"]["stateMachineArn"] if "aws.states" in pattern["source"] else []
    except (ValueError, RecursionError, KeyError, TypeError):
        return []
    # CloudTrail tells of calls to machines of both kinds.
    if not isinstance(named, list) or "CloudTrail" in str(pattern.get("detail-type")):
        return []
    return [m for arn in named if isinstance(arn, str) for m in stack.find(StateMachine, arn)]
