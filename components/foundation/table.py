"""Table: DynamoDB on demand, with point-in-time recovery."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Model
from components.foundation.grant import Grant, on
from components.foundation.polled import PolledStream

KeyType = Literal["S", "N", "B"]


class Key(Model):
    """An attribute that a key is made of."""

    name: str = Field(min_length=1, max_length=255)
    """Attribute's name."""

    type: KeyType = "S"
    """S string, N number, B binary."""


class Index(Model):
    """A global secondary index over all attributes."""

    name: str = Field(pattern=r"^[A-Za-z0-9_.-]{3,255}$")
    """Index's name."""

    partition_key: Key
    """Its partition key."""

    sort_key: Key | None = None
    """Its sort key."""


class TableArgs(Args):
    """Settings of a table. Source: DynamoDB developer guide; sheet 22."""

    partition_key: Key
    """The table's partition key."""

    sort_key: Key | None = None
    """The table's sort key."""

    indexes: tuple[Index, ...] = Field(default=(), max_length=20)
    """Global secondary indexes."""

    ttl_attribute: str | None = None
    """Attribute with the time, in seconds since 1970, at which an item expires."""

    stream: Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"] | None = None
    """What the table's stream holds; without it there is no stream."""

    recovery: bool = True
    """Point-in-time recovery of the last 35 days (storage costs)."""


class Table(Component):
    """A table. `table_name`, `arn`, `stream_arn` (Output[str]). Child: `table`."""

    table_name: pulumi.Output[str]
    arn: pulumi.Output[str]
    stream_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Table", name, args, opts)
        self.args = args
        keys = [args.partition_key, args.sort_key]
        for index in args.indexes:
            keys += [index.partition_key, index.sort_key]
        attributes = {key.name: key.type for key in keys if key}
        protect = self.settings.protect
        self.table = aws.dynamodb.Table(
            name,
            billing_mode="PAY_PER_REQUEST",
            hash_key=args.partition_key.name,
            range_key=args.sort_key.name if args.sort_key else None,
            attributes=[{"name": key, "type": kind} for key, kind in attributes.items()],
            global_secondary_indexes=[
                {
                    "name": index.name,
                    "hash_key": index.partition_key.name,
                    "range_key": index.sort_key.name if index.sort_key else None,
                    "projection_type": "ALL",
                }
                for index in args.indexes
            ]
            or None,
            ttl={"attribute_name": args.ttl_attribute, "enabled": True}
            if args.ttl_attribute
            else None,
            stream_enabled=True if args.stream else None,
            stream_view_type=args.stream,
            point_in_time_recovery={"enabled": args.recovery},
            server_side_encryption={"enabled": True, "kms_key_arn": self.settings.kms_key_arn}
            if self.settings.kms_key_arn
            else None,
            deletion_protection_enabled=protect,
            opts=pulumi.ResourceOptions(parent=self, protect=protect or None),
        )
        self.table_name, self.arn = self.table.name, self.table.arn
        self.stream_arn = self.table.stream_arn
        self.register_outputs({})

    def read(self) -> Grant:
        """Permission to get and query items, of indexes too; no scan."""
        return self._grant("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")

    def write(self) -> Grant:
        """Permission to put, update and delete items."""
        actions = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
        return on(self.table, self.arn, *actions)

    def allow(self, *actions: str) -> Grant:
        """Permission for exactly these actions, e.g. `dynamodb:UpdateItem`."""
        return self._grant(*actions)

    def source(self, batch_size: int = 100, on_failure: Any = None) -> PolledStream:
        """Start a function with batches of the table's stream (1 to 10,000 records)."""
        if self.args.stream is None:
            raise ValueError(f"{self.name}: a table without a stream starts nothing: set stream")
        actions = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
        needed = (
            on(self.table, self.stream_arn, *actions),
            Grant(("dynamodb:ListStreams",), ("*",), reason="ListStreams has no resource level"),
        )
        return PolledStream(self.stream_arn, needed, batch_size, on_failure, "LATEST")

    def _grant(self, *actions: str) -> Grant:
        reads_index = any(action.endswith(("Query", "Scan")) for action in actions)
        paths = ("", "/index/*") if self.args.indexes and reads_index else ("",)
        return on(self.table, self.arn, *actions, paths=paths)
