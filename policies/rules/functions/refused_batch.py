"""Lambda refuses the batches that an event source mapping asks for."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.iam import Arn
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.sqs import Queue

LARGE = 10
"""Messages; a batch above it has to be waited for."""


@rule(
    severity=Severity.MEDIUM,
    title="Lambda refuses the batches of a queue",
    why="CreateEventSourceMapping fails in the middle of the deployment.",
    fix="Above 10 messages set maximumBatchingWindowInSeconds to 1 or more; a FIFO queue takes "
    "neither more than 10 nor a window.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
)
def refused_batch(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    queue = _queue(mapping)
    if queue is None:
        return
    name, fifo = queue
    size = mapping.batch_size or LARGE
    if fifo and size > LARGE:
        message = f"asks for {size:g} messages of {name}, a FIFO queue: 1 to {LARGE}"
        yield Finding(mapping, "size", message)
    if not fifo and size <= LARGE:
        return
    window = mapping.number("maximumBatchingWindowInSeconds", 0)
    if fifo and window:
        yield Finding(mapping, "window", f"waits {window:g} s for batches of {name}, a FIFO queue")
    elif not fifo and not window:
        yield Finding(mapping, "window", f"asks for batches of {size:g} messages with no window")


def _queue(mapping: EventSourceMapping) -> tuple[str, bool] | None:
    """Name of the queue that is polled, and whether it is FIFO; None for other sources."""
    for queue in linked(mapping, "eventSourceArn", Queue):
        return queue.name, queue.fifo
    source = mapping.peek("eventSourceArn")
    arn = Arn.parse(source) if isinstance(source, str) else None
    return (arn.resource, arn.resource.endswith(".fifo")) if arn and arn.service == "sqs" else None
