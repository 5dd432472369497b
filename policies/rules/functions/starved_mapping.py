"""A queue's poller hands out more at once than its function may run."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.sqs import Queue

POLLERS = 5
"""Batches that Lambda hands out at once when it begins to poll a queue."""


@rule(
    severity=Severity.MEDIUM,
    title="A queue is polled faster than its function runs",
    why="What is throttled counts as received: sound messages end in the dead-letter queue.",
    fix="Set scalingConfig.maximumConcurrency to at most the function's reserved concurrency.",
    source="sheet 41; https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
)
def starved_mapping(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    function = mapping.function
    if function is None or not mapping.enabled:
        return
    reserved = function.reserved_concurrency
    if reserved <= 0:
        return
    most = mapping.number("scalingConfig.maximumConcurrency")
    if most is not None and most > reserved:
        message = f"hands out up to {most:g} batches at once, {function.name} runs {reserved:g}"
        yield Finding(mapping, function.name, message)
    elif most is None and reserved < POLLERS and linked(mapping, "eventSourceArn", Queue):
        message = f"begins with {POLLERS} batches at once, {function.name} runs {reserved:g}"
        yield Finding(mapping, function.name, message)
