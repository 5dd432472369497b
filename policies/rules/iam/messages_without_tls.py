"""A queue or topic also answers requests without TLS."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.transport import without_tls
from policies.views.sns import Topic, TopicPolicy
from policies.views.sqs import Queue, QueuePolicy


@rule(
    severity=Severity.LOW,
    title="A queue or topic answers requests without TLS",
    why="AWS's SDKs use TLS; a client that is set up without it sends messages in plain text.",
    fix="Add a statement that denies everybody where aws:SecureTransport is false.",
    source="sheet 33; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
)
def messages_without_tls(stack: Stack) -> Iterator[Finding | Open]:
    yield from without_tls(stack, Queue, QueuePolicy, "queueUrl")
    yield from without_tls(stack, Topic, TopicPolicy, "arn")
