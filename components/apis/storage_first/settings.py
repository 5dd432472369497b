"""Settings of `apis/storage-first`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from components.apis.storage_first.bus import BusStore
from components.apis.storage_first.configuration import ConfigurationSource
from components.apis.storage_first.queue import QueueStore
from components.apis.storage_first.stream import StreamStore
from components.apis.storage_first.workflow import WorkflowStore
from components.args import Args
from components.foundation.cors import Cors
from components.foundation.http_api import Jwt
from components.foundation.routes import fit_together


class StorageFirstArgs(Args):
    """Settings of `apis/storage-first`: at least one store, each with its routes."""

    queue: QueueStore | None = None
    """SQS: for work that is done later, at its own pace."""

    bus: BusStore | None = None
    """EventBridge: for several that react to what happened."""

    stream: StreamStore | None = None
    """Kinesis: for a large volume, in order."""

    workflow: WorkflowStore | None = None
    """Step Functions: for several steps."""

    configuration: ConfigurationSource | None = None
    """AppConfig: for outside systems that poll for settings."""

    auth: Jwt | Literal["iam", "none"] = "iam"
    """Who may call: JWT, IAM, or anybody. Routes that read, delete or stop are never open."""

    cors: Cors | None = None
    """Which web pages may call."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _has_a_store(self) -> Self:
        if not any(True for _ in self.stores()):
            raise ValueError("a store: queue, bus, stream, workflow or configuration")
        return self

    @model_validator(mode="after")
    def _routes_fit_together(self) -> Self:
        fit_together((f"{store}.{name}", key) for store, name, key in self.routes())
        return self

    @model_validator(mode="after")
    def _reading_is_authorized(self) -> Self:
        if self.auth == "none":
            for store, name, key in self.routes():
                if name != "route" or store == "configuration":
                    raise ValueError(
                        f"auth other than none: {key} ({store}.{name}) reads, deletes or stops"
                    )
        return self

    def stores(self) -> Iterator[tuple[str, Any]]:
        for name in ("queue", "bus", "stream", "workflow", "configuration"):
            if (store := getattr(self, name)) is not None:
                yield name, store

    def routes(self) -> Iterator[tuple[str, str, str]]:
        """(store, name of the route in it, route key) of each."""
        for name, store in self.stores():
            for what, key in store.routes():
                yield name, what, key
