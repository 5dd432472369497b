"""Settings of `apis/private-mtls`."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from components.args import Args, Input, Model
from components.foundation.dns import HOST
from components.foundation.endpoint_service import Consumers
from components.foundation.network import CIDR, IPV4, ExistingNetwork, NetworkSettings, NewNetwork
from components.foundation.pem import CaBundle, RevocationList
from components.foundation.routed import ApiFunction, FunctionName
from components.foundation.routes import fit_together, listed


def _nobody_public(cidr: str) -> str:
    network = ipaddress.ip_network(cidr)
    if not network.is_private:
        raise ValueError("a private range of addresses: the balancer is not on the internet")
    return str(network)


PrivateCidr = Annotated[str, Field(pattern=CIDR), AfterValidator(_nobody_public)]


class Clients(Model):
    """Who reaches the load balancer from the same network, without PrivateLink."""

    cidrs: tuple[Input[PrivateCidr], ...] = ()
    """Private address ranges, e.g. `10.0.32.0/20`."""

    security_group_ids: tuple[Input[str], ...] = ()
    """Security groups of the clients."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        # EC2 refuses a rule that the group has.
        given = [text for text in (*self.cidrs, *self.security_group_ids) if isinstance(text, str)]
        if len(set(given)) != len(given):
            raise ValueError("cidrs and security_group_ids: each range and group once")
        return self


class SuppliedCa(Model):
    """CAs that exist already, your own or a third party's. Costs nothing."""

    bundle: Input[CaBundle]
    """PEM text of the CA certificates whose clients are let in, up to 25. To change the CA, list
    both, give clients new certificates, take the old one out."""

    revoked: Input[RevocationList] | None = None
    """PEM text (`X509 CRL`) of the CAs' revocation lists: the only way to shut out one certificate
    before it expires."""


class NewCa(Model):
    """A CA of AWS Private CA, made here. Bills every month, also while idle."""

    organization: str = Field(min_length=1, max_length=64)
    """Organization in the CA's subject; its common name is `domain_name`."""

    mode: Literal["SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE"] = "SHORT_LIVED_CERTIFICATE"
    """Certificates of up to 7 days, which nobody needs to revoke, or of any length. The first costs
    less."""

    years: int = Field(default=10, ge=1, le=30)
    """Life of the CA's own certificate."""

    revoked: Input[RevocationList] | None = None
    """PEM text (`X509 CRL`) of the CA's list. A general-purpose CA writes it to the certificates'
    bucket, in DER: turn it into PEM."""


class JwtAuthorizer(Model):
    """A second check behind the certificate, which names only the machine: who is the user."""

    issuer: str = Field(pattern=r"^https://.+")
    """The `iss` claim, e.g. `https://login.example.com`."""

    audience: tuple[str, ...] = Field(min_length=1)
    """Accepted `aud` values."""

    keys_url: str | None = Field(default=None, pattern=r"^https://.+")
    """Where the issuer's public keys (JWKS, RSA) are; `<issuer>/.well-known/jwks.json` when left
    out."""

    cache_seconds: int = Field(default=0, ge=0, le=3600)
    """Time that API Gateway takes an answer for the same token; 0 asks every time."""


WIDGETS = ApiFunction(handler="handlers.apis.private_mtls.widget.handler", routes=("GET /widgets",))


class PrivateMtlsApiArgs(Args):
    """Settings of `apis/private-mtls`. Source: sheet 12."""

    domain_name: str = Field(pattern=HOST)
    """Name that clients call, e.g. `api.example.com`; it stays when the API is replaced."""

    zone_id: Input[str]
    """Public hosted zone of the domain: proves to ACM, and to PrivateLink, that the name is
    yours."""

    ca: SuppliedCa | NewCa
    """Whose client certificates are accepted: CAs that you supply, or one made here."""

    clients: Clients | None = None
    """Clients in this network or in networks joined to it (same account)."""

    consumers: Consumers | None = None
    """Clients in other accounts, over PrivateLink. Adds a network load balancer and an endpoint
    service, which bill by the hour."""

    record_zone_id: Input[str] | None = None
    """Zone for the name's record where there are `clients`; `zone_id` when left out. A private zone
    keeps the balancer's addresses out of public DNS."""

    host: Literal["rewrite", "private-domain"] = "rewrite"
    """How API Gateway learns which API is meant, since clients send `domain_name` as Host.
    `rewrite`: the load balancer puts in the API's own name and the stage. `private-domain`: API
    Gateway has a private custom domain of that name, and its functions see the name called."""

    functions: dict[FunctionName, ApiFunction] = Field(default={"widgets": WIDGETS}, min_length=1)
    """The functions by name (up to 20 lower-case letters, digits, hyphens)."""

    authorizer: JwtAuthorizer | None = None
    """Asks for a bearer token, too. Any certificate of an accepted CA is let in: what each client
    may do is for this and for the functions to say."""

    network: NetworkSettings = NewNetwork()
    """The VPC: new, or one that exists."""

    endpoint_addresses: tuple[Input[Annotated[str, Field(pattern=IPV4)]], ...] = ()
    """A free IPv4 address of each subnet, in their order, for the endpoint of API Gateway. A new
    network has its own; an existing one needs them."""

    log_days: int = Field(default=90, ge=1, le=3650)
    """Days that the load balancer's access and connection logs are kept."""

    refusals_alarm: int = Field(default=10, ge=0)
    """Failed client handshakes within 5 minutes above which the alarm goes off."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all clients."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _somebody_calls(self) -> Self:
        near = self.clients and (self.clients.cidrs or self.clients.security_group_ids)
        if not near and self.consumers is None:
            raise ValueError("clients (cidrs or security_group_ids) or consumers: else none calls")
        return self

    @model_validator(mode="after")
    def _an_address_in_each_subnet(self) -> Self:
        given = len(self.endpoint_addresses)
        if isinstance(self.network, ExistingNetwork):
            wanted = len(self.network.subnet_ids)
        else:
            wanted = given and len(self.network.zones)
        if given != wanted:
            raise ValueError(f"endpoint_addresses: one in each of the {wanted} subnets")
        return self

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        if "authorizer" in self.functions and self.authorizer:
            raise ValueError("another name than authorizer: the authorizer's function has it")
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("functions", self.functions))
        return self
