"""The queue behind an API: its settings, the queue, its alarms and its consumer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.apis.storage_first.call import Call, Taken
from components.apis.storage_first.consumer import Consumer, Worker, WorkerArgs
from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.alarm import alarm, messages_waiting
from components.foundation.arns import domain_of
from components.foundation.grant import Grant
from components.foundation.queue import Queue, QueueArgs
from components.foundation.routes import Route

BACKLOG_SECONDS = 3600
"""Age of the oldest message at which the alarm goes off: something is slow or broken."""

QueueArn = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:.+$")]


class QueueStore(Model):
    """SQS: 4 days by default, taken out at the pace of the consumer."""

    route: Route = "POST /messages"
    """Where callers send."""

    queue_arn: Input[QueueArn] | None = None
    """A standard queue that exists; one is made, with a dead-letter queue, when left out."""

    message: Taken = "$request.body"
    """The message. The whole body has no limit of its own; of `$request.body.field` API Gateway
    reads 100 KB at most."""

    fifo: bool = False
    """First in, first out within a group, and no duplicates within 5 minutes."""

    group: Taken | None = None
    """The group of a FIFO message, e.g. `$request.header.x-group`: order holds inside a group."""

    retention_days: int = Field(default=4, ge=4, le=14)
    """Days that a message waits for a consumer that is broken: no fewer than SQS's own default."""

    max_receive_count: int = Field(default=5, ge=1, le=1000)
    """Deliveries before a message is set aside."""

    receive: Route | None = None
    """Where callers take messages, e.g. `GET /messages`. Reading hides a message from others."""

    delete: Route | None = None
    """Where callers delete a message by the query parameter `receiptHandle`."""

    purge: Route | None = None
    """Where callers delete all messages, e.g. `DELETE /messages/all`. Off, because nothing brings
    them back."""

    consumer: Consumer | None = None
    """The function that the queue starts."""

    @model_validator(mode="after")
    def _groups_are_for_fifo(self) -> Self:
        if self.fifo != (self.group is not None):
            raise ValueError("group and fifo go together: SQS refuses one without the other")
        if self.queue_arn is not None and (self.consumer or self.fifo):
            raise ValueError("a queue of your own has its own consumer and kind: leave them out")
        return self

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route
        for name in ("receive", "delete", "purge"):
            if (key := getattr(self, name)) is not None:
                yield name, key


class QueueBehind(Component):
    """SQS. `url`, `arn`. Children: `queue`, `worker`, `alarms` (None and empty where not made)."""

    def __init__(self, name: str, args: QueueStore, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:QueueBehind", name, Args(), opts)
        self.args = args
        self.queue: Queue | None = None
        self.worker: Worker | None = None
        self.alarms: list[aws.cloudwatch.MetricAlarm] = []
        if args.queue_arn is None:
            self.queue = self._queue(name, args)
            self.url, self.arn = self.queue.url, self.queue.arn
        else:
            self.arn = pulumi.Output.from_input(args.queue_arn)
            self.url = self.arn.apply(_queue_url)
        if self.queue and args.consumer:
            source = self.queue.source(args.consumer.batch_size, args.consumer.max_concurrency)
            self.worker = Worker(
                f"{name}-consumer",
                WorkerArgs(consumer=args.consumer, sample="queue", sources=(source,)),
                self.own,
            )
        self.register_outputs({})

    def _queue(self, name: str, args: QueueStore) -> Queue:
        # Six runs long, as AWS advises for a queue that feeds a function.
        hidden = 6 * args.consumer.timeout_seconds if args.consumer else 30
        queue = Queue(
            name,
            QueueArgs(
                visibility_timeout_seconds=hidden,
                retention_days=args.retention_days,
                fifo=args.fifo,
                max_receive_count=args.max_receive_count,
            ),
            self.own,
        )
        assert queue.dead_letters is not None  # noqa: S101  the block's default
        self.alarms = [
            messages_waiting(f"{name}-failed", queue.dead_letters.queue, self.context, self.own),
            alarm(
                f"{name}-backlog",
                self.context,
                self.own,
                metric="ApproximateAgeOfOldestMessage",
                namespace="AWS/SQS",
                dimensions={"QueueName": queue.queue.name},
                statistic="Maximum",
                above=BACKLOG_SECONDS,
                description=f"Messages of {name} wait for over an hour: is the consumer running?",
            ),
        ]
        return queue

    def calls(self) -> Iterator[Call]:
        args, url = self.args, self.url
        message: dict[str, pulumi.Input[str]] = {"QueueUrl": url, "MessageBody": args.message}
        if args.group:
            message["MessageGroupId"] = args.group
        yield Call("send", args.route, "SQS-SendMessage", message, self._may("sqs:SendMessage"))
        if args.receive:
            parameters = {"QueueUrl": url, "MaxNumberOfMessages": "10", "WaitTimeSeconds": "10"}
            action = "sqs:ReceiveMessage"
            yield Call("receive", args.receive, "SQS-ReceiveMessage", parameters, self._may(action))
        if args.delete:
            parameters = {
                "QueueUrl": url,
                "ReceiptHandle": "$request.querystring.receiptHandle",
            }
            action = "sqs:DeleteMessage"
            yield Call("delete", args.delete, "SQS-DeleteMessage", parameters, self._may(action))
        if args.purge:
            parameters = {"QueueUrl": url}
            yield Call(
                "purge", args.purge, "SQS-PurgeQueue", parameters, self._may("sqs:PurgeQueue")
            )

    def _may(self, action: str) -> Grant:
        nodes = (self.queue.queue.urn,) if self.queue else ()
        return Grant((action,), (self.arn,), nodes)


def _queue_url(arn: str) -> str:
    _, partition, _, region, account, queue = arn.split(":")
    return f"https://sqs.{region}.{domain_of(partition)}/{account}/{queue}"
