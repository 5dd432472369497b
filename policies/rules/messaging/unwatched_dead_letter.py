"""Messages are set aside and nobody is told."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import View
from policies.views.alarms import MetricAlarm
from policies.views.failures import dead_letter_queues
from policies.views.sqs import Queue

DEPTH = ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage")


@rule(
    severity=Severity.LOW,
    title="Nobody learns of failed messages",
    why="They wait in the dead-letter queue until they are too old, and are then gone.",
    fix="Add an alarm on ApproximateNumberOfMessagesVisible of the dead-letter queue above 0.",
    source="sheet 06; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
)
def unwatched_dead_letter(stack: Stack) -> Iterator[Finding]:
    watched = {queue.urn for alarm in stack.of(MetricAlarm) for queue in _watched(alarm)}
    for urn in sorted(dead_letter_queues(stack) - watched - _read(stack)):
        resource = stack.get(urn)
        if resource is not None:
            yield Finding(resource, "alarm", "takes failed messages and has no alarm on its depth")


def _watched(alarm: MetricAlarm) -> Iterator[Queue]:
    if alarm.peek("metricQueries") is not None:
        # An alarm over several metrics names its queues somewhere inside.
        behind = alarm.resource.dependencies
        found = [alarm.stack.get(urn) for urn in behind] if alarm.stack else []
        yield from (Queue(r, alarm.stack) for r in found if r and r.type in Queue.tokens())
    elif alarm.peek("metricName") in DEPTH:
        yield from alarm.watched("QueueName", Queue)


def _read(stack: Stack) -> set[str]:
    """Queues whose messages something works on: what fails there has an end of its own."""
    readers = stack.typed("aws:lambda/eventSourceMapping:EventSourceMapping", "aws:pipes/pipe:Pipe")
    found: set[str] = set()
    for reader in readers:
        view = View(reader, stack)
        for prop in ("eventSourceArn", "source"):
            value = view.peek(prop)
            found.update(reader.property_dependencies.get(prop, ()))
            if isinstance(value, str):
                found.update(queue.urn for queue in stack.find(Queue, value))
    return found
