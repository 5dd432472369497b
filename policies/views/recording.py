"""Targets that keep or pass on all there is."""

from __future__ import annotations

from policies.view import Stack
from policies.views.events import EventTarget

_TYPES = (
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:kinesis/stream:Stream",
)
_SERVICES = (":firehose:", ":logs:", ":events:", ":kinesis:")


def records(target: EventTarget, stack: Stack) -> bool:
    """Whether every event is meant there: a log, a stream, another bus."""
    arn = target.peek("arn")
    if isinstance(arn, str):
        return any(service in arn for service in _SERVICES)
    behind = target.resource.property_dependencies.get("arn", ())
    return any(r.type in _TYPES for urn in behind if (r := stack.get(urn)))
