"""A queue that nobody reads."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Statement
from policies.view import View
from policies.views.failures import dead_letter_queues
from policies.views.iam import documents_by_role, linked
from policies.views.sqs import Queue

READ = "sqs:ReceiveMessage"
READERS = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": "eventSourceArn",
    "aws:pipes/pipe:Pipe": "source",
}
POLICY = "aws:sqs/queuePolicy:QueuePolicy"
STACK = "pulumi:pulumi:Stack"


@rule(
    severity=Severity.LOW,
    title="Nobody reads a queue",
    why="What is sent to it is deleted when it is too old, and no sender learns of that.",
    fix="Connect a consumer; where another stack has it, export the queue's ARN or URL.",
    source="sheet 60; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-how-it-works.html",
)
def unread_queue(stack: Stack) -> Iterator[Finding | Open]:
    taken = dead_letter_queues(stack)
    for token, prop in READERS.items():
        for reader in stack.typed(token):
            taken |= {queue.urn for queue in linked(View(reader, stack), prop, Queue)}
    left = [queue for queue in stack.of(Queue) if queue.urn not in taken]
    policies = [p for held in documents_by_role(stack).values() for p in held] if left else []
    exported = str([dict(r.properties) for r in stack.typed(STACK)])
    for queue in left:
        unknown = None
        for policy in policies:
            document, holder = policy.document, policy.holder.resource
            if document is None:
                # A policy of AWS or of another stack: nobody knows what it is about.
                behind = holder.property_dependencies.get(policy.prop, ())
                unknown = Open(holder, policy.prop) if queue.urn in behind else unknown
            elif any(_reads(s, queue, holder.dependencies) for s in document.allowing()):
                break
        else:
            names = [name for name in queue.identities() if ":" in name]
            if not any(name in exported for name in names) and not _shared(queue, stack):
                yield unknown or Finding(queue, "readers", "has no consumer in this stack")


def _reads(statement: Statement, queue: Queue, behind: tuple[str, ...]) -> bool:
    if not statement.covers(READ):
        return False
    arn = queue.peek("arn")
    known = statement.reaches(arn) if isinstance(arn, str) else "*" in statement.resources
    return bool(known) or queue.urn in statement.nodes or queue.urn in behind


def _shared(queue: Queue, stack: Stack) -> bool:
    """Whether the queue's own policy lets somebody read."""
    text = [queue.peek("policy")]
    for policy in stack.typed(POLICY):
        view = View(policy, stack)
        if queue in linked(view, "queueUrl", Queue):
            text.append(view.peek("policy"))
    return any("ReceiveMessage" in str(item) or "sqs:*" in str(item) for item in text)
