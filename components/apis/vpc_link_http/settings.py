"""Settings of `apis/vpc-link-http`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.args import Args, Input, Model
from components.foundation import vpc_backend
from components.foundation.cors import Cors
from components.foundation.http_api import Jwt
from components.foundation.network import NetworkSettings, NewNetwork
from components.foundation.routes import Route, fit_together, listed
from components.foundation.vpc_backend import BackendName, MadeBackend, Port, ports_of_their_own
from components.foundation.vpc_link import SharedLink

LISTENER = r"^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:listener/(app|net)/.+$"
SERVICE = r"^arn:[a-z-]+:servicediscovery:[a-z0-9-]+:\d{12}:service/srv-[a-z0-9]+$"


class _Routed(Model):
    """What callers see of a backend."""

    routes: tuple[Route, ...] = Field(min_length=1)
    """Methods and paths that lead to it, e.g. `GET /orders/{proxy+}`. A route of a path leaves out
    all below it."""

    path: str = Field(default="$request.path", pattern=r"^(/|\$request\.path)")
    """Path that the backend sees: the caller's, without stage. `/internal/$request.path.proxy` puts
    what `{proxy+}` caught below another."""


class Backend(vpc_backend.Backend, _Routed):
    """What every backend has."""

    timeout_ms: int = Field(default=30000, ge=50, le=30000)
    """Longest wait for the answer, in ms; an HTTP API waits 30 s at most."""


class AlbBackend(vpc_backend.AlbBackend, Backend):
    """Behind an internal application load balancer, which bills by the hour."""

    kind: Literal["alb"]
    """HTTP: code or servers, listener rules."""


class NlbBackend(vpc_backend.NlbBackend, Backend):
    """Behind an internal network load balancer, which bills by the hour."""


class ListenerBackend(Backend):
    """Behind a load balancer that exists, in the VPC of the link."""

    kind: Literal["listener"]
    """An ALB or NLB of somebody else."""

    listener_arn: Input[Annotated[str, Field(pattern=LISTENER)]]
    """ARN of its listener; not of the balancer."""

    security_group_id: Input[str]
    """The balancer's group: gets a rule in for `port`."""

    port: Port
    """Port of the listener."""


class CloudMapBackend(Backend):
    """Instances that register themselves: no balancer between, none to pay for."""

    kind: Literal["cloud-map"]
    """Instances of a Cloud Map service, asked for at each call."""

    service_arn: Input[Annotated[str, Field(pattern=SERVICE)]] | None = None
    """A service that exists, whose records are SRV; made when left out, its ARN is in
    `service_arns`."""

    security_group_id: Input[str]
    """Group of the instances: gets a rule in for `port`."""

    port: Port
    """Port that the instances register."""

    filters: dict[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")],
        Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+$")],
    ] = Field(default_factory=dict)
    """Attributes that instances must have, e.g. `{deployment: green}`."""


AnyBackend = Annotated[
    AlbBackend | NlbBackend | ListenerBackend | CloudMapBackend, Field(discriminator="kind")
]


class VpcLinkHttpArgs(Args):
    """Settings of `apis/vpc-link-http`. Source: sheets 49, 54."""

    backends: dict[BackendName, AnyBackend] = Field(min_length=1)
    """What is reached over the link, by name; `kind` says how."""

    auth: Jwt | Literal["iam", "none"] = "iam"
    """Who may call: callers who sign with IAM, those with a token, or, when asked for, anybody."""

    cors: Cors | None = None
    """CORS, answered by API Gateway: preflights reach no backend."""

    link: SharedLink | None = None
    """A link that exists, of the second generation (V2); a new one when left out."""

    network: NetworkSettings = NewNetwork()
    """The VPC: new, or one that exists. With `link`, that of the link."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    log_days: int = Field(default=90, ge=1, le=3650)
    """Days that the application load balancer's access logs are kept."""

    @property
    def needs_network(self) -> bool:
        """Whether anything is made in the VPC but rules of groups."""
        return self.link is None or any(
            isinstance(backend, MadeBackend)
            or (isinstance(backend, CloudMapBackend) and backend.service_arn is None)
            for backend in self.backends.values()
        )

    @model_validator(mode="after")
    def _a_shared_link_has_its_network(self) -> Self:
        if self.link and self.needs_network and isinstance(self.network, NewNetwork):
            raise ValueError("network, the VPC of link: a link does not leave its VPC")
        return self

    @model_validator(mode="after")
    def _each_listens_on_its_own_port(self) -> Self:
        ports_of_their_own(self.backends)
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("backends", self.backends))
        return self
