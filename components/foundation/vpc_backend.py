"""Backends of a VPC link, as settings have them: behind balancers made here, a port for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.args import Input, Model
from components.foundation.dns import HOST
from components.foundation.vpc_target import HEALTH_PORT, Code, Servers

BackendName = Annotated[str, Field(pattern=r"^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$")]
Port = Annotated[int, Field(ge=1, le=65535)]


class Backend(Model):
    """What every backend has."""

    server_name: str | None = Field(default=None, pattern=HOST)
    """Speaks TLS to the backend, whose certificate must be of this name; plain HTTP inside the VPC
    when left out."""


class MadeBackend(Backend):
    """Behind a load balancer that is made here: one of each kind, a port for each backend."""

    port: Port | None = None
    """Port of the listener; 443 with `server_name`, 80 without."""

    @property
    def listens_on(self) -> int:
        return self.port or (443 if self.server_name else 80)


class AlbBackend(MadeBackend):
    """Behind an internal application load balancer."""

    kind: Literal["alb"]
    """HTTP: code or servers."""

    behind: Code | Servers
    """What answers: code of this repository, or servers that exist."""

    certificate_arn: Input[str] | None = None
    """Certificate of ACM for `server_name`."""

    @model_validator(mode="after")
    def _a_name_has_its_certificate(self) -> Self:
        if (self.server_name is None) != (self.certificate_arn is None):
            raise ValueError("server_name and certificate_arn, both or neither")
        return self


class NlbBackend(MadeBackend):
    """Behind an internal network load balancer."""

    kind: Literal["nlb"]
    """TCP: TLS, where `server_name` asks for it, passes through to the servers."""

    behind: Servers
    """The servers, which exist."""


def ports_of_their_own(backends: Mapping[str, Model], *, chained: bool = False) -> None:
    """Raises ValueError where two backends would listen on one port of one balancer.

    chained: the network load balancer stands before the other, so that all ports are its own.
    """
    seen: dict[tuple[str, int], str] = {}
    for name, backend in backends.items():
        if not isinstance(backend, AlbBackend | NlbBackend):
            continue
        port = backend.listens_on
        if chained and isinstance(backend, AlbBackend) and port == HEALTH_PORT:
            raise ValueError(f"another port for {name}: health checks have {HEALTH_PORT}")
        at = ("nlb" if chained else backend.kind, port)
        if other := seen.get(at):
            raise ValueError(f"a port of its own for {name}: {other} has {port} of the {at[0]}")
        seen[at] = name
