"""Settings of `apis/vpc-link-rest`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.args import Args, Input, Model
from components.errors import Wrong, nearest
from components.foundation import vpc_backend
from components.foundation.cors import Cors
from components.foundation.network import NetworkSettings, NewNetwork
from components.foundation.rest_settings import Cognito, Private
from components.foundation.routes import Route, fit_together, listed
from components.foundation.vpc_backend import (
    Backend,
    BackendName,
    MadeBackend,
    Port,
    ports_of_their_own,
)
from components.foundation.vpc_link import SharedLink

BALANCER = r"^arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer/(app|net)/.+$"
ServiceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,14}$")]


class LinkOfV1(Model):
    """PrivateLink to the one network load balancer that the link names. For what exists."""

    kind: Literal["v1"]
    """The first generation."""

    link_id: Input[str] | None = None
    """A V1 link that exists; all backends are then ports of its balancer. Made, with a balancer,
    when left out."""


class LinkOfV2(Model):
    """Interfaces in private subnets, from which any balancer can be reached."""

    kind: Literal["v2"]
    """The second generation."""

    shared: SharedLink | None = None
    """A V2 link that exists, e.g. of `apis/vpc-link-http`; made when left out."""


class AlbBackend(vpc_backend.AlbBackend):
    """Behind an internal application load balancer; over a V1 link behind the network load balancer
    as well, which passes the port on."""


class NlbBackend(vpc_backend.NlbBackend):
    """Behind the network load balancer: one listener for each backend."""


class PortBackend(Backend):
    """A port of the balancer behind a V1 link that exists. Nothing is made for it."""

    kind: Literal["port"]
    """For `link: {kind: v1, link_id: …}` only."""

    host: Input[str]
    """The balancer's DNS name: becomes the Host header where there is no `server_name`."""

    port: Port
    """Port of its listener."""


class BalancerBackend(Backend):
    """A port of any balancer that exists in the VPC of a V2 link."""

    kind: Literal["balancer"]
    """For `link: {kind: v2}` only."""

    balancer_arn: Input[Annotated[str, Field(pattern=BALANCER)]]
    """ARN of the ALB or NLB; not of its listener."""

    host: Input[str]
    """The balancer's DNS name: becomes the Host header where there is no `server_name`."""

    security_group_id: Input[str]
    """The balancer's group: gets a rule in for `port`."""

    port: Port
    """Port of its listener."""


AnyBackend = Annotated[
    AlbBackend | NlbBackend | PortBackend | BalancerBackend, Field(discriminator="kind")
]


class Service(Model):
    """Routes that lead to one backend."""

    routes: tuple[Route, ...] = Field(min_length=1)
    """Methods and paths, e.g. `GET /orders/{proxy+}`. A route of a path leaves out all below it."""

    backend: str
    """Key of `backends`. It stands in the stage variable of the service's name: to change it to
    another port is a change of the stage, not a deployment."""

    base_path: str = Field(default="", pattern=r"^(/[A-Za-z0-9._~-]+)*$")
    """Put before the path at the backend, e.g. `/internal`; the stage is never in it."""

    timeout_ms: int = Field(default=29000, ge=50, le=29000)
    """Longest wait for the answer, in ms; 29 s is the most without a raised quota."""


class VpcLinkRestArgs(Args):
    """Settings of `apis/vpc-link-rest`. Source: sheets 49, 54."""

    services: dict[ServiceName, Service] = Field(min_length=1)
    """What callers see, by name (up to 15 lower-case letters and digits)."""

    backends: dict[BackendName, AnyBackend] = Field(min_length=1)
    """What is reached over the link, by name; `kind` says how."""

    link: Annotated[LinkOfV1 | LinkOfV2, Field(discriminator="kind")] = LinkOfV2(kind="v2")
    """The link. V2 reaches an ALB without an NLB before it; AWS advises against V1 for new APIs."""

    auth: Cognito | Literal["iam", "none"] = "iam"
    """Who may call: callers who sign with IAM, users of Cognito, or, when asked for, anybody."""

    api_key: bool = False
    """Whether callers send a key, too: tells them apart and limits them."""

    cors: Cors | None = None
    """CORS of one origin, answered by API Gateway: preflights reach no backend."""

    private: Private | None = None
    """The API can only be called over these VPC endpoints; public when left out."""

    network: NetworkSettings = NewNetwork()
    """The VPC: new, or one that exists. With a link that exists, that of the link."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    log_days: int = Field(default=90, ge=1, le=3650)
    """Days that the application load balancer's access logs are kept."""

    @property
    def makes_link(self) -> bool:
        link = self.link
        return (link.link_id if isinstance(link, LinkOfV1) else link.shared) is None

    @property
    def needs_network(self) -> bool:
        """Whether anything is made in the VPC but rules of groups."""
        return self.makes_link or any(isinstance(b, MadeBackend) for b in self.backends.values())

    @model_validator(mode="after")
    def _backends_fit_the_link(self) -> Self:
        if isinstance(self.link, LinkOfV2):
            fitting = ("alb", "nlb", "balancer")
        else:
            fitting = ("alb", "nlb") if self.makes_link else ("port",)
        for name, backend in self.backends.items():
            if backend.kind not in fitting:
                what = f"{'a new' if self.makes_link else 'an existing'} {self.link.kind} link"
                raise ValueError(f"{what} leads to {', '.join(fitting)}: {name} is {backend.kind}")
        return self

    @model_validator(mode="after")
    def _a_shared_link_has_its_network(self) -> Self:
        if not self.makes_link and self.needs_network and isinstance(self.network, NewNetwork):
            raise ValueError("network, the VPC of link: a link does not leave its VPC")
        return self

    @model_validator(mode="after")
    def _each_listens_on_its_own_port(self) -> Self:
        # Over a V1 link the network load balancer stands before the other.
        ports_of_their_own(self.backends, chained=isinstance(self.link, LinkOfV1))
        return self

    @model_validator(mode="after")
    def _services_have_backends(self) -> Self:
        for name, service in self.services.items():
            if service.backend not in self.backends:
                where, fix = f"services.{name}.backend", nearest(service.backend, self.backends)
                raise Wrong("the name of one of the backends", at=where, fix=fix)
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("services", self.services))
        return self

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if self.cors and len(self.cors.origins) > 1:
            raise ValueError("one origin in cors: API Gateway answers preflights with a fixed text")
        return self
