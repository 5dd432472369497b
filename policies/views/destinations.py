"""Where Lambda itself sends results and failures of a function, in the function's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.view import Stack, View
from policies.views.events import EventBus
from policies.views.lambda_ import EventSourceMapping, Function, FunctionEventInvokeConfig
from policies.views.s3 import Bucket
from policies.views.sns import Topic
from policies.views.sqs import Queue

_ACTIONS: tuple[tuple[type[View], str, str], ...] = (
    (Queue, ":sqs:", "sqs:SendMessage"),
    (Topic, ":sns:", "sns:Publish"),
    (Function, ":lambda:", "lambda:InvokeFunction"),
    (EventBus, ":events:", "events:PutEvents"),
    (Bucket, ":s3:", "s3:PutObject"),
)
"""What may be a destination: its view, how its ARN shows it, what sending there takes."""


@dataclass(frozen=True)
class Destination:
    """One place that gets what a function leaves."""

    function: Function
    holder: View
    """What names it."""
    place: str
    what: str
    """Name of the resource, or its ARN."""
    arn: str
    """Empty where it is not known yet."""
    action: str


def destinations(stack: Stack) -> Iterator[Destination]:
    """Every destination whose function is of this stack and whose kind is known."""
    for function in stack.of(Function):
        yield from _at(function, function, "deadLetterConfig.targetArn")
    for config in stack.of(FunctionEventInvokeConfig):
        for end in ("onFailure", "onSuccess"):
            yield from _at(config, config.function, f"destinationConfig.{end}.destination")
    for mapping in stack.of(EventSourceMapping):
        place = "destinationConfig.onFailure.destinationArn"
        yield from _at(mapping, mapping.function, place)


def _at(holder: View, function: Function | None, place: str) -> Iterator[Destination]:
    value = holder.peek(place)
    if function is None or value in (None, ""):
        return
    arn = value if isinstance(value, str) else ""
    for kind, mark, action in _ACTIONS:
        if arn and mark in arn:
            yield Destination(function, holder, place, arn.rpartition(":")[2], arn, action)
        elif not arn:
            for found in holder.follow_all(place, kind):
                yield Destination(function, holder, place, found.name, "", action)
