"""A message becomes visible again while its function may still be at work on it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.sqs import Queue

RUNS = 6


@rule(
    severity=Severity.MEDIUM,
    title="A message comes back while it is being worked on",
    why="It is done twice, and after a few throttled tries it is set aside as failed.",
    fix="Set visibilityTimeoutSeconds to at least six times the function's timeout, and the time "
    "that a batch is gathered for.",
    source="sheet 60; https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
)
def short_visibility(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    queues = linked(mapping, "eventSourceArn", Queue)
    if not queues:
        if mapping.peek("eventSourceArn") is UNKNOWN and not _names(mapping):
            raise Undecided(mapping.resource, "eventSourceArn")
        return
    function = mapping.function
    if function is None:
        return
    window = mapping.number("maximumBatchingWindowInSeconds", 0) or 0
    wanted = RUNS * function.timeout + window
    gathered = f" and its batches gather for {window:g} s" if window else ""
    for queue in queues:
        if queue.visibility_timeout < wanted:
            message = (
                f"hides messages for {queue.visibility_timeout:g} s; {function.name} runs up to "
                f"{function.timeout:g} s{gathered}, so expected {wanted:g} s or more"
            )
            yield Finding(queue, function.name, message)


def _names(mapping: EventSourceMapping) -> bool:
    return bool(mapping.resource.property_dependencies.get("eventSourceArn"))
