"""The stream behind an API: its settings, the stream and its consumer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.apis.storage_first.call import Call, Taken
from components.apis.storage_first.consumer import Consumer, Worker, WorkerArgs
from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.arns import last_part
from components.foundation.failures import watched_queue
from components.foundation.grant import Grant
from components.foundation.queue import Queue
from components.foundation.routes import Route
from components.foundation.stream import Stream, StreamArgs

StreamArn = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream/.+$")]


class StreamStore(Model):
    """Kinesis: ordered by key, for several readers. Costs per shard-hour, also while idle."""

    route: Route = "POST /records"
    """Where callers send."""

    stream_arn: Input[StreamArn] | None = None
    """A stream that exists; one is made when left out."""

    data: Taken = "$request.body"
    """The record, up to 1 MB."""

    partition_key: Taken = "$context.requestId"
    """What records are ordered by, e.g. `$request.header.x-device`. The default spreads them evenly
    and orders nothing; a fixed text would send all of them to one shard."""

    mode: Literal["PROVISIONED", "ON_DEMAND"] = "PROVISIONED"
    """Fixed shards, or as many as the traffic needs (dearer while idle)."""

    shards: int = Field(default=1, ge=1, le=500)
    """Shards of a provisioned stream; each takes 1 MB and 1,000 records a second."""

    retention_hours: int = Field(default=24, ge=24, le=8760)
    """Hours that records are kept; above 24 costs more."""

    consumer: Consumer | None = None
    """The function that the stream starts."""

    @model_validator(mode="after")
    def _own_streams_have_their_consumer(self) -> Self:
        if self.stream_arn is not None and self.consumer:
            raise ValueError("a stream of your own has its own consumers: leave consumer out")
        if self.mode == "ON_DEMAND" and self.shards != 1:
            raise ValueError("no shards for ON_DEMAND, or mode: PROVISIONED")
        return self

    def routes(self) -> Iterator[tuple[str, str]]:
        yield "route", self.route


class StreamBehind(Component):
    """Kinesis. `arn`. Children: `stream`, `failed`, `worker`, `alarm`."""

    def __init__(self, name: str, args: StreamStore, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:StreamBehind", name, Args(), opts)
        self.args = args
        self.stream: Stream | None = None
        self.failed: Queue | None = None
        self.worker: Worker | None = None
        self.alarm: aws.cloudwatch.MetricAlarm | None = None
        if args.stream_arn is None:
            settings = StreamArgs(
                mode=args.mode, shards=args.shards, retention_hours=args.retention_hours
            )
            self.stream = Stream(name, settings, self.own)
            self.stream_name, self.arn = self.stream.stream_name, self.stream.arn
        else:
            self.arn = pulumi.Output.from_input(args.stream_arn)
            self.stream_name = self.arn.apply(last_part)
        if self.stream and args.consumer:
            self.failed, self.alarm = watched_queue(f"{name}-failed", self.own)
            source = self.stream.source(args.consumer.batch_size, self.failed)
            self.worker = Worker(
                f"{name}-consumer",
                WorkerArgs(consumer=args.consumer, sample="stream", sources=(source,)),
                self.own,
            )
        self.register_outputs({})

    def calls(self) -> Iterator[Call]:
        nodes = (self.stream.stream.urn,) if self.stream else ()
        grant = Grant(("kinesis:PutRecord",), (self.arn,), nodes)
        parameters: dict[str, pulumi.Input[str]] = {
            "StreamName": self.stream_name,
            "Data": self.args.data,
            "PartitionKey": self.args.partition_key,
        }
        yield Call("record", self.args.route, "Kinesis-PutRecord", parameters, grant)
