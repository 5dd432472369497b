"""Stream: Kinesis, encrypted, with what its consumers cannot read set aside.

producers -> stream -> function
                         +-- a record that fails for good -> on_failure (where it stood)
"""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.architecture import Component
from components.args import Args
from components.foundation.grant import Grant, on
from components.foundation.polled import PolledStream


class StreamArgs(Args):
    """Settings of a stream. Source: Kinesis Data Streams developer guide; sheets 26, 60.

    A stream costs money while idle in both modes: per shard-hour (`PROVISIONED`), or more per
    stream-hour (`ON_DEMAND`).
    """

    mode: Literal["PROVISIONED", "ON_DEMAND"] = "PROVISIONED"
    """`PROVISIONED` has a fixed number of shards, the cheapest at a steady low rate; `ON_DEMAND`
    follows the traffic."""

    shards: int = Field(default=1, ge=1, le=500)
    """Shards of a provisioned stream; each takes 1 MB and 1,000 records a second."""

    retention_hours: int = Field(default=24, ge=24, le=8760)
    """Hours that records are kept; above 24 costs more."""

    @model_validator(mode="after")
    def _shards_are_counted(self) -> StreamArgs:
        if self.mode == "ON_DEMAND" and self.shards != 1:
            raise ValueError("no shards for ON_DEMAND, or mode PROVISIONED")
        return self


class Stream(Component):
    """A stream. `stream_name`, `arn` (Output[str]). Child: `stream`."""

    stream_name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: StreamArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Stream", name, args, opts)
        self.stream = aws.kinesis.Stream(
            name,
            shard_count=args.shards if args.mode == "PROVISIONED" else None,
            stream_mode_details={"stream_mode": args.mode},
            retention_period=args.retention_hours,
            encryption_type="KMS",
            kms_key_id=self.settings.kms_key_arn or "alias/aws/kinesis",
            opts=pulumi.ResourceOptions(parent=self, protect=self.settings.protect or None),
        )
        self.stream_name, self.arn = self.stream.name, self.stream.arn
        self.register_outputs({})

    def put(self) -> Grant:
        """Permission to put one record at a time."""
        return on(self.stream, self.arn, "kinesis:PutRecord")

    def source(
        self,
        batch_size: int = 100,
        on_failure: Any = None,
        starting_position: Literal["TRIM_HORIZON", "LATEST"] = "TRIM_HORIZON",
    ) -> PolledStream:
        """Start a function with batches (1 to 10,000 records); it answers with what failed.

        `TRIM_HORIZON` also gives it what was put before the function was there.
        """
        actions = (
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
        )
        needed = (on(self.stream, self.arn, *actions),)
        return PolledStream(self.arn, needed, batch_size, on_failure, starting_position)
