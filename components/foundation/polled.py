"""Streams that Lambda polls for a function: of a table, of Kinesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pulumi
import pulumi_aws as aws

from components.foundation.grant import Grant


@dataclass(frozen=True)
class PolledStream:
    """A stream that starts a function; a bad record is isolated and, in the end, set aside.

    needed: what Lambda itself must be allowed with the function's role.
    Source: Lambda developer guide, "Using Lambda with Kinesis" and "… with DynamoDB".
    """

    arn: pulumi.Output[str]
    needed: Sequence[Grant]
    batch_size: int = 100
    on_failure: Any = None
    starting_position: str = "TRIM_HORIZON"
    grants: tuple[Grant, ...] = field(init=False)

    def __post_init__(self) -> None:
        polled = "Lambda polls the stream for the function"
        found = [grant if grant.reason else replace(grant, reason=polled) for grant in self.needed]
        if self.on_failure is not None:
            sent = "Lambda sends failed batches there"
            found.append(replace(self.on_failure.send(), reason=sent))
        object.__setattr__(self, "grants", tuple(found))

    def connect(
        self, name: str, function: Any, opts: pulumi.ResourceOptions
    ) -> aws.lambda_.EventSourceMapping:
        return aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=self.arn,
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
