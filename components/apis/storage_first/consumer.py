"""The function behind a store, and the table in which it notes what it has done."""

from __future__ import annotations

from typing import Any

import pulumi
from pydantic import Field

from components.architecture import Component
from components.args import Args, Model
from components.foundation.code import Handler
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs, Variables
from components.foundation.table import Key, Table, TableArgs

HERE = "handlers.apis.storage_first"


class Consumer(Model):
    """The function that does the work, after the request is stored."""

    handler: Handler | None = None
    """Path of the function in this repository. Left out: the sample of the store, which books
    orders `{"order_id": str, "quantity": int}` once, however often they arrive."""

    timeout_seconds: int = Field(default=30, ge=1, le=900)
    """Longest run of one batch."""

    memory_mb: int = Field(default=256, ge=128, le=10240)
    """Memory in MB."""

    batch_size: int = Field(default=10, ge=1, le=10)
    """Messages or records handed over at once."""

    max_concurrency: int | None = Field(default=None, ge=2, le=1000)
    """Invocations of a queue's consumer at one time; without it Lambda's own scaling holds."""

    environment: Variables = Field(default_factory=dict)
    """Environment variables; no secrets."""

    table: bool = True
    """Whether the function has a table (key `id`, on demand) to note what it has done: every store
    delivers at least once. Its name is in TABLE_NAME."""


class WorkerArgs(Args):
    """What a worker is made of."""

    consumer: Consumer
    """Its settings."""

    sample: str
    """Module of the sample handler, e.g. `queue`."""

    sources: tuple[Any, ...] = ()
    """What starts it."""

    on_failure: Any = None
    """Where events of asynchronous invocations go that failed for good."""


class Worker(Component):
    """Children: `table` (or None), `function`."""

    def __init__(
        self, name: str, args: WorkerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Worker", name, args, opts)
        consumer = args.consumer
        self.table = (
            Table(name, TableArgs(partition_key=Key(name="id")), self.own)
            if consumer.table
            else None
        )
        noted = {"TABLE_NAME": self.table.table_name} if self.table else {}
        self.function = Function(
            name,
            FunctionArgs.of(
                consumer,
                handler=consumer.handler or f"{HERE}.{args.sample}.handler",
                environment={**noted, **consumer.environment},
                grants=(self.table.allow("dynamodb:PutItem"),) if self.table else (),
                sources=args.sources,
                on_failure=args.on_failure,
            ),
            self.own,
        )
        self.register_outputs({})
