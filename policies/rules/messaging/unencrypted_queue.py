"""A queue's messages lie unencrypted because somebody switched encryption off."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.sqs import Queue


@rule(
    severity=Severity.MEDIUM,
    title="A queue's encryption is switched off",
    why="SQS encrypts new queues by itself, for nothing. This one stores messages as they come.",
    fix="Leave sqsManagedSseEnabled out, or name a key as kmsMasterKeyId.",
    source="Security Hub SQS.1; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html",
)
def unencrypted_queue(queue: Queue) -> Iterator[Finding]:
    if not queue.managed_encryption and queue.peek("kmsMasterKeyId") in (None, ""):
        yield Finding(queue, "encryption", "sqsManagedSseEnabled is false, and no KMS key is named")


@unencrypted_queue.remediation
def encrypt(_: Queue) -> Mapping[str, Any]:
    return {"sqsManagedSseEnabled": True}
