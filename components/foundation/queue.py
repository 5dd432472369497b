"""Queue: SQS with a dead-letter queue.

senders -> queue -> whoever receives
             +-- after max_receive_count deliveries -> dead-letter queue
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.access import access_facts, access_policy
from components.foundation.grant import Grant, on
from components.foundation.known import json_text
from components.settings import context_of


class QueueArgs(Args):
    """Settings of a queue. Source: SQS developer guide; sheet 06."""

    visibility_timeout_seconds: int = Field(default=30, ge=0, le=43200)
    """Time a received message stays hidden; for a function at least six times its timeout."""

    retention_days: int = Field(default=4, ge=1, le=14)
    """Days that a message is kept."""

    delay_seconds: int = Field(default=0, ge=0, le=900)
    """Time before a new message can be received."""

    fifo: bool = False
    """First-in-first-out, with content-based deduplication."""

    dead_letter: bool = True
    """Whether messages that fail go to a queue of their own, kept for 14 days. Off only for queues
    that are themselves the end of the line."""

    max_receive_count: int = Field(default=5, ge=1, le=1000)
    """Deliveries before a message is set aside."""

    senders: tuple[Any, ...] = ()
    """`Sender`s: services that may send, each for one resource made before the queue."""


class Queue(Component):
    """A queue and, unless switched off, its dead-letter queue. `url`, `arn` (Output[str]).

    Children: `queue`, `policy`, `dead_letters` (a Queue), `redrive_allow`.
    """

    url: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: QueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        account = context_of(opts).account
        told = access_facts("sqs:SendMessage", args.senders, account)
        if args.dead_letter:
            # The redrive policy holds an ARN: before that exists, guardrails read this.
            told["maxReceiveCount"] = args.max_receive_count
        super().__init__("palisade:foundation:Queue", name, args, opts, told)
        self.args = args
        self.dead_letters = (
            Queue(
                f"{name}-dead-letters",
                QueueArgs(retention_days=14, fifo=args.fifo, dead_letter=False),
                self.own,
            )
            if args.dead_letter
            else None
        )
        self.queue = aws.sqs.Queue(
            name,
            fifo_queue=args.fifo or None,
            content_based_deduplication=args.fifo or None,
            visibility_timeout_seconds=args.visibility_timeout_seconds,
            message_retention_seconds=args.retention_days * 86400,
            delay_seconds=args.delay_seconds,
            kms_master_key_id=self.settings.kms_key_arn,
            sqs_managed_sse_enabled=None if self.settings.kms_key_arn else True,
            redrive_policy=json_text(
                {
                    "deadLetterTargetArn": self.dead_letters.arn,
                    "maxReceiveCount": args.max_receive_count,
                }
            )
            if self.dead_letters
            else None,
            opts=self.own,
        )
        self.url, self.arn = self.queue.url, self.queue.arn
        self.policy = aws.sqs.QueuePolicy(
            f"{name}-access",
            queue_url=self.url,
            policy=access_policy(self.arn, "sqs:SendMessage", args.senders, account),
            opts=self.own,
        )
        self.redrive_allow = (
            aws.sqs.RedriveAllowPolicy(
                f"{name}-redrive",
                queue_url=self.dead_letters.url,
                redrive_allow_policy=json_text(
                    {"redrivePermission": "byQueue", "sourceQueueArns": [self.arn]}
                ),
                opts=self.own,
            )
            if self.dead_letters
            else None
        )
        self.register_outputs({})

    def send(self) -> Grant:
        """Permission to send messages."""
        return on(self.queue, self.arn, "sqs:SendMessage")

    def receive(self) -> Grant:
        """Permission to receive and delete messages: what an event source mapping needs."""
        actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
        return on(self.queue, self.arn, *actions)

    def source(
        self, batch_size: int = 10, max_concurrency: int | None = None, window_seconds: int = 0
    ) -> QueueSource:
        """Start a function with batches of this queue; it answers with the messages that failed.

        batch_size: 1 to 10, with a window of at least 1 s up to 10,000. max_concurrency: 2 to 1000.
        """
        most = 10_000 if window_seconds and not self.args.fifo else 10
        if not 1 <= batch_size <= most:
            raise ValueError(f"{self.name}: batch_size = {batch_size}, expected 1 to {most}")
        if (window_seconds and self.args.fifo) or not 0 <= window_seconds <= 300:
            most = 0 if self.args.fifo else 300
            raise ValueError(
                f"{self.name}: window_seconds = {window_seconds}, expected 0 to {most}"
            )
        if max_concurrency is not None and not 2 <= max_concurrency <= 1000:
            raise ValueError(
                f"{self.name}: max_concurrency = {max_concurrency}, expected 2 to 1000"
            )
        return QueueSource(self, batch_size, max_concurrency, window_seconds)


@dataclass(frozen=True)
class QueueSource:
    """A queue that starts a function. Source: Lambda developer guide, "Using Lambda with SQS"."""

    queue: Queue
    batch_size: int = 10
    max_concurrency: int | None = None
    window_seconds: int = 0
    grants: tuple[Grant, ...] = field(init=False)

    def __post_init__(self) -> None:
        polled = replace(self.queue.receive(), reason="Lambda polls the queue for the function")
        object.__setattr__(self, "grants", (polled,))

    def connect(
        self, name: str, function: Any, opts: pulumi.ResourceOptions
    ) -> aws.lambda_.EventSourceMapping:
        return aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=self.queue.arn,
            function_name=function.arn,
            batch_size=self.batch_size,
            maximum_batching_window_in_seconds=self.window_seconds or None,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": self.max_concurrency}
            if self.max_concurrency
            else None,
            # Lambda tries the permissions when the mapping is made.
            opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[function.policy]),
        )
