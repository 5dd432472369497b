"""Where what failed for good waits for a person."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.foundation.access import Sender
from components.foundation.alarm import messages_waiting
from components.foundation.queue import Queue, QueueArgs


def watched_queue(
    name: str, opts: pulumi.ResourceOptions, senders: tuple[Sender, ...] = ()
) -> tuple[Queue, aws.cloudwatch.MetricAlarm]:
    """A queue that should stay empty, and the alarm that says when it does not.

    senders: AWS services that put something there by themselves. Messages are kept for SQS's
    longest time, 14 days.
    """
    queue = Queue(name, QueueArgs(retention_days=14, dead_letter=False, senders=senders), opts)
    return queue, messages_waiting(name, queue.queue, queue.context, opts)
