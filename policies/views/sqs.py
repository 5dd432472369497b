"""Views of SQS: queues and where their undeliverable messages go."""

from __future__ import annotations

import json
from typing import Any

from policies.view import Undecided, View


def redrive(view: View) -> dict[str, Any]:
    """The redrive policy of a queue, as an object; empty if there is none."""
    value = view.read("redrivePolicy", "")
    if isinstance(value, str) and value.strip():
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Undecided(view.resource, "redrivePolicy", "is not JSON") from None
    return value if isinstance(value, dict) else {}


class Queue(View):
    """`aws.sqs.Queue`."""

    token = "aws:sqs/queue:Queue"

    @property
    def fifo(self) -> bool:
        return self.flag("fifoQueue")

    @property
    def visibility_timeout(self) -> float:
        """Seconds for which a received message stays hidden; 30 where nothing is set."""
        seconds = self.number("visibilityTimeoutSeconds", 30)
        return 30 if seconds is None else seconds

    @property
    def retention(self) -> float:
        """Seconds that a message is kept, 60 to 1209600; 345600 where nothing is set."""
        seconds = self.number("messageRetentionSeconds", 345600)
        return 345600 if seconds is None else seconds

    @property
    def has_redrive(self) -> bool:
        """Whether the queue itself names a dead-letter queue, known or not.

        A `RedrivePolicy` resource of its own can name one, too.
        """
        return self.peek("redrivePolicy") not in (None, "")

    @property
    def dead_letter_arn(self) -> str:
        """Queue that takes messages after `maxReceiveCount` deliveries; empty if there is none."""
        return str(redrive(self).get("deadLetterTargetArn", ""))

    @property
    def managed_encryption(self) -> bool:
        """Whether SQS encrypts with a key of its own; it does where nothing is set."""
        return self.flag("sqsManagedSseEnabled", True)

    @property
    def kms_key(self) -> str:
        """Key id, ARN or alias of the customer's key; empty for SQS's own encryption."""
        return self.text("kmsMasterKeyId")


class RedrivePolicy(View):
    """`aws.sqs.RedrivePolicy`: the dead-letter queue of a queue, as a resource of its own."""

    token = "aws:sqs/redrivePolicy:RedrivePolicy"

    @property
    def queue(self) -> Queue | None:
        return self.follow("queueUrl", Queue)

    @property
    def dead_letter_arn(self) -> str:
        return str(redrive(self).get("deadLetterTargetArn", ""))


class QueuePolicy(View):
    """`aws.sqs.QueuePolicy`: who may use a queue."""

    token = "aws:sqs/queuePolicy:QueuePolicy"

    @property
    def queue(self) -> Queue | None:
        return self.follow("queueUrl", Queue)
