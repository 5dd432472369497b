"""LogBucket: where load balancers write their logs."""

from __future__ import annotations

import pulumi
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.bucket import Bucket, BucketArgs, Writer
from components.settings import context_of


class LogBucketArgs(Args):
    """Settings of a bucket for logs. Source: ELB user guide, "Enable access logs"."""

    prefixes: tuple[str, ...] = Field(min_length=1)
    """First parts of the keys, one for each kind of log: what each balancer is told."""

    expire_days: int = Field(default=90, ge=1, le=3650)
    """Days that logs are kept."""


class LogBucket(Component):
    """A bucket that application load balancers of this account may write to.

    `bucket_name` (Output[str]) is known once its policy lets them. Children: `bucket`.
    """

    bucket_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: LogBucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:LogBucket", name, args, opts)
        account = context_of(opts).account
        self.bucket = Bucket(
            name,
            BucketArgs(
                versioned=False,
                expire_days=args.expire_days,
                environment_key=False,
                writers=tuple(
                    Writer(
                        "logdelivery.elasticloadbalancing.amazonaws.com",
                        f"{prefix}/AWSLogs/{account}/" if account else f"{prefix}/AWSLogs/",
                    )
                    for prefix in args.prefixes
                ),
            ),
            self.own,
        )
        self.bucket_name = self.bucket.writable_name
        self.register_outputs({})
