"""Stream: Kinesis, encrypted, with what its consumers cannot read set aside.

producers -> stream -> function
                         +-- a record that fails for good -> on_failure (where it stood)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.architecture import Component
from components.args import Args
from components.foundation.grant import Grant, on


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
    ) -> KinesisSource:
        """Start a function with batches (1 to 10,000 records); it answers with what failed.

        `TRIM_HORIZON` also gives it what was put before the function was there.
        """
        return KinesisSource(self, batch_size, on_failure, starting_position)


@dataclass(frozen=True)
class KinesisSource:
    """A stream that starts a function; a bad record is isolated and, in the end, set aside.

    Source: Lambda developer guide, "Using Lambda with Kinesis".
    """

    stream: Stream
    batch_size: int = 100
    on_failure: Any = None
    starting_position: str = "TRIM_HORIZON"
    grants: tuple[Grant, ...] = field(init=False)

    def __post_init__(self) -> None:
        actions = (
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
        )
        found = [on(self.stream.stream, self.stream.arn, *actions)]
        if self.on_failure is not None:
            found.append(self.on_failure.send())
        object.__setattr__(self, "grants", tuple(found))

    def connect(
        self, name: str, function: Any, opts: pulumi.ResourceOptions
    ) -> aws.lambda_.EventSourceMapping:
        return aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=self.stream.arn,
            function_name=function.arn,
            starting_position=self.starting_position,
            batch_size=self.batch_size,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=5,
            maximum_record_age_in_seconds=86400,
            function_response_types=["ReportBatchItemFailures"],
            destination_config={"on_failure": {"destination_arn": self.on_failure.arn}}
            if self.on_failure is not None
            else None,
            opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[function.policy]),
        )
