"""Settings of `events/private-endpoint`."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, model_validator

from components.args import Args, Input, Model, Secret
from components.foundation.dns import HOST
from components.foundation.network import ExistingNetwork, NetworkSettings, NewNetwork
from components.foundation.pem import bundle
from components.foundation.vpc_target import Code, Servers

KEY_ARN = r"^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$"
RESOURCE_ARN = (
    r"^arn:[a-z-]+:vpc-lattice:[a-z0-9-]+:\d{12}:resourceconfiguration/rcfg-[0-9a-z]{17}$"
)
MAX_ADDRESS = 2048


def _url(value: str) -> str:
    wanted = "a URL, e.g. https://orders.example.com/events, without user, blanks or fragment"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(wanted) from None
    good = (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
        and "@" not in parts.netloc
        and not parts.fragment
        and len(value) <= MAX_ADDRESS
        and value.isascii()
        and not any(sign.isspace() for sign in value)
    )
    if not good:
        raise ValueError(wanted)
    return value


Url = Annotated[str, AfterValidator(_url)]
Text = Annotated[str, Field(min_length=1, max_length=128)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
RESERVED = ("connection", "content-length", "content-type", "host", "idempotency-key")


def _free_header(value: str) -> str:
    if value.lower() in RESERVED:
        raise ValueError(f"a header that is not set already: {', '.join(RESERVED)} are")
    return value


KeyHeader = Annotated[HeaderName, AfterValidator(_free_header)]


class ExistingEndpoint(Model):
    """An address inside a VPC that exists."""

    kind: Literal["existing"]
    """Something of somebody else: a balancer, an endpoint of a private API, a server."""

    url: Url
    """Where events are sent. The port is that of the scheme where none is written."""

    security_group_id: Input[str]
    """Group of what listens there: gets a rule in for the port."""

    network: ExistingNetwork
    """The VPC."""

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def port(self) -> int:
        return self.parts.port or (443 if self.parts.scheme == "https" else 80)


class Tls(Model):
    """The name under which the balancer speaks HTTPS."""

    server_name: str = Field(pattern=HOST)
    """Its name, e.g. `orders.example.com`."""

    certificate_arn: Input[str]
    """Certificate of ACM for the name."""

    zone_id: Input[str]
    """Hosted zone that gets the name's record. With `by: connection` a public one: EventBridge
    wants a public name, although the addresses behind it are private."""


class BalancedEndpoint(Model):
    """An internal application load balancer that is made here; it bills by the hour, also idle."""

    kind: Literal["alb"]
    """Made here, internal."""

    behind: Code | Servers
    """What answers: code of this repository, or servers that exist."""

    tls: Tls | None = None
    """HTTPS under a name of its own; plain HTTP inside the VPC when left out."""

    path: str = Field(default="/", pattern=r"^/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$", max_length=1024)
    """Path that events are sent to."""

    network: NetworkSettings = NewNetwork()
    """The VPC: new, or one that exists."""

    log_days: int = Field(default=90, ge=1, le=3650)
    """Days that the balancer's access logs are kept."""

    @property
    def port(self) -> int:
        return 443 if self.tls else 80


class SharedEndpoint(Model):
    """An address that somebody else has made reachable with a resource configuration."""

    kind: Literal["shared"]
    """In another VPC or account, reached over VPC Lattice."""

    url: Url
    """Where events are sent."""

    resource_configuration_arn: Input[Annotated[str, Field(pattern=RESOURCE_ARN)]]
    """Its resource configuration: of this account, or shared with it by RAM and accepted."""


Endpoint = Annotated[
    ExistingEndpoint | BalancedEndpoint | SharedEndpoint, Field(discriminator="kind")
]


class Key(Model):
    """A key that the function shows to the endpoint."""

    secret_arn: Input[Annotated[str, Field(pattern=KEY_ARN)]]
    """ARN of a secret of Secrets Manager whose text is the key."""

    header: KeyHeader = "api-key"
    """Header that carries it."""

    kms_key_arn: Input[str] | None = None
    """The customer managed key of the secret, where it has one."""


class Answer(Model):
    """The event that tells the bus what the endpoint answered."""

    source: Text = "vpcApp"
    """Its `source`."""

    detail_type: Text = "outbound-event-sent"
    """Its `detail-type`."""


class ByFunction(Model):
    """A function in the VPC sends the events: also over plain HTTP, to a private CA's certificate,
    and where the answer matters."""

    kind: Literal["function"]
    """A function in the VPC. It bills only when it runs."""

    timeout_seconds: int = Field(default=10, ge=1, le=60)
    """Longest wait for the whole answer of the endpoint; the function runs a little longer."""

    retry_attempts: int = Field(default=2, ge=0, le=2)
    """Times Lambda tries a failed event again, about 1 and 2 minutes later."""

    reserved_concurrency: int | None = Field(default=None, ge=1, le=1000)
    """Calls at one time, so that the endpoint is not overrun; taken out of the account's pool."""

    key: Key | None = None
    """Shown to the endpoint. The function then needs a way to Secrets Manager."""

    answer: Answer | None = None
    """Put on the bus for events whose detail has `"return-response-event": true`. The function then
    needs a way to EventBridge."""

    aws_endpoints_group_id: Input[str] | None = None
    """Group of the interface endpoints that exist for what `key` and `answer` need; it gets a rule
    in. Left out, the endpoints are made, and bill by the hour in each zone, also while idle."""

    ca: Annotated[str, Field(max_length=3000), AfterValidator(bundle)] | None = None
    """Certificates of a private CA (PEM), trusted in place of the public ones; up to 3,000
    characters, as Lambda takes 4 KB of variables."""

    @property
    def services(self) -> tuple[str, ...]:
        """AWS services that the function itself calls, as interface endpoints name them."""
        needs = {"secretsmanager": self.key, "events": self.answer}
        return tuple(name for name, needed in needs.items() if needed)


class ApiKeyAuth(Model):
    """A header with a key."""

    header: KeyHeader = "api-key"
    """The header's name."""

    value: Secret[str]
    """The key, a secret."""


class BasicAuth(Model):
    """User name and password."""

    username: str = Field(min_length=1, max_length=512)
    """The user's name."""

    password: Secret[str]
    """The password, a secret."""


class OAuth(Model):
    """A token that EventBridge asks an authorization server for."""

    token_url: Annotated[str, Field(pattern=r"^https://")]
    """Where tokens are asked for; reached over the internet."""

    client_id: str = Field(min_length=1, max_length=512)
    """Id of the client."""

    client_secret: Secret[str]
    """Its secret."""

    scope: str | None = None
    """The scope asked for."""


class ByConnection(Model):
    """EventBridge itself sends the events, over VPC Lattice and without code: only to HTTPS with a
    public name and a publicly trusted certificate."""

    kind: Literal["connection"]
    """A private connection. What it makes in VPC Lattice may bill by the hour, also while idle."""

    auth: ApiKeyAuth | BasicAuth | OAuth
    """What EventBridge shows to the endpoint; it keeps it in a secret of its own."""

    rate_limit: int = Field(default=300, ge=1, le=300)
    """Calls a second, at most; events beyond it wait. EventBridge's own default."""

    share_with: tuple[Annotated[str, Field(pattern=r"^(\d{12}|arn:.+)$")], ...] = ()
    """Accounts, or ARNs of an organization or its units, whose own connections may use the
    resource configuration made here. Not with a `shared` endpoint."""


By = Annotated[ByFunction | ByConnection, Field(discriminator="kind")]


class PrivateEndpointArgs(Args):
    """Settings of `events/private-endpoint`. Source: sheet 63."""

    source: Text
    """The events' `source`."""

    detail_types: tuple[Text, ...] = Field(min_length=1)
    """The events' `detail-type`s. With `source`, so that nothing else on a shared bus matches."""

    endpoint: Endpoint
    """Where events go; `kind` says what there is of it."""

    by: By
    """How they get there; `kind` chooses."""

    bus_name: Input[str] | None = None
    """Name of the bus that has the events; a bus is made when left out."""

    enabled: bool = True
    """Whether events are passed on."""

    retry_attempts: int = Field(default=185, ge=0, le=185)
    """Deliveries that EventBridge tries again before an event is set aside; its own default."""

    max_age_seconds: int = Field(default=86400, ge=60, le=86400)
    """Age at which EventBridge sets an event aside; its own default, a day."""

    @model_validator(mode="after")
    def _answers_do_not_come_back(self) -> Self:
        answer = self.by.answer if isinstance(self.by, ByFunction) else None
        if answer and answer.source == self.source and answer.detail_type in self.detail_types:
            raise ValueError("by.answer, a source or detail type of its own: it would come back")
        return self

    @model_validator(mode="after")
    def _what_is_shared_needs_a_connection(self) -> Self:
        if not isinstance(self.endpoint, SharedEndpoint):
            return self
        if isinstance(self.by, ByFunction):
            raise ValueError("by: connection, for an endpoint that is shared: a function needs"
                             " subnets in its VPC")  # fmt: skip
        if self.by.share_with:
            raise ValueError("no by.share_with: a shared endpoint is passed on by its owner")
        return self

    @model_validator(mode="after")
    def _connections_speak_https(self) -> Self:
        if isinstance(self.by, ByFunction):
            return self
        if isinstance(self.endpoint, BalancedEndpoint):
            if not self.endpoint.tls:
                raise ValueError("endpoint.tls: EventBridge calls HTTPS only")
        elif not self.endpoint.url.startswith("https://"):
            raise ValueError("endpoint.url, https://…: EventBridge calls HTTPS only")
        return self

    @model_validator(mode="after")
    def _endpoints_are_made_once(self) -> Self:
        if not isinstance(self.by, ByFunction) or not isinstance(self.endpoint, BalancedEndpoint):
            return self
        network = self.endpoint.network
        if isinstance(network, ExistingNetwork):
            return self
        if twice := set(self.by.services).intersection(network.interface_endpoints):
            raise ValueError(
                f"network.interface_endpoints without {', '.join(sorted(twice))}: made for by"
            )
        if self.by.aws_endpoints_group_id is not None:
            raise ValueError("no by.aws_endpoints_group_id: a new VPC has no endpoints yet")
        return self
