"""A rule that takes every event, and something that is paid for each."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.flow.pattern import parse
from policies.view import Undecided
from policies.views.events import EventRule, EventTarget
from policies.views.iam import linked

NARROWING = ("source", "detail-type", "detail", "resources")
RECORDING = (
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:kinesis/stream:Stream",
)
RECORDING_SERVICES = (":firehose:", ":logs:", ":events:", ":kinesis:")
"""Targets that keep or pass on all there is; everything is meant there."""


@rule(
    severity=Severity.MEDIUM,
    title="A rule takes every event",
    why="Whatever anybody puts on the bus starts the target, what it puts there itself too.",
    fix="Match on source and detail-type.",
    source="sheets 10 and 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
)
def catch_all(stack: Stack) -> Iterator[Finding | Open]:
    for target in stack.of(EventTarget):
        if _records(target, stack):
            continue
        for event_rule in linked(target, "rule", EventRule):
            try:
                if _matches_all(event_rule):
                    message = f"matches every event and starts {target.name}"
                    yield Finding(event_rule, target.name, message)
            except Undecided as unknown:
                yield Open(event_rule.resource, unknown.prop, unknown.because)


def _matches_all(event_rule: EventRule) -> bool:
    try:
        branches = parse(event_rule.pattern).branches if event_rule.pattern else ()
    except ValueError:
        return False  # impossible_pattern says so.
    return any(not any(path[0] in NARROWING for path in branch) for branch in branches)


def _records(target: EventTarget, stack: Stack) -> bool:
    arn = target.peek("arn")
    if isinstance(arn, str):
        return any(service in arn for service in RECORDING_SERVICES)
    behind = target.resource.property_dependencies.get("arn", ())
    return any(r.type in RECORDING for urn in behind if (r := stack.get(urn)))
