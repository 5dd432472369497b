"""A queue keeps messages for less time than an outage may last."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.sqs import Queue

DEFAULT_SECONDS = 345_600


@rule(
    severity=Severity.LOW,
    title="A queue forgets messages too soon",
    why="When its consumer is broken over a weekend, what came first is gone.",
    fix="Raise messageRetentionSeconds to four days or more (at most 1209600).",
    source="sheet 60; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-queue-parameters.html",
    settings={
        "minimum_seconds": {
            "type": "integer",
            "minimum": 60,
            "maximum": 1_209_600,
            "default": DEFAULT_SECONDS,
            "description": "Shortest retention of a queue that feeds a function, in seconds.",
        }
    },
)
def short_retention(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    queues = linked(mapping, "eventSourceArn", Queue)
    if not queues and mapping.peek("eventSourceArn") is UNKNOWN and not _names(mapping):
        raise Undecided(mapping.resource, "eventSourceArn")
    wanted = short_retention.settings["minimum_seconds"]
    for queue in queues:
        if queue.retention < wanted:
            message = f"keeps messages for {queue.retention:g} s, expected {wanted} s or more"
            yield Finding(queue, "retention", message)


def _names(mapping: EventSourceMapping) -> bool:
    return bool(mapping.resource.property_dependencies.get("eventSourceArn"))
