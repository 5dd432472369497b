"""Settings of `apis/on-premises`."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from components.args import Args, Input, Model
from components.foundation.dns import HOST
from components.foundation.network import CIDR, IPV4, ExistingNetwork, NetworkSettings, NewNetwork
from components.foundation.rest_settings import Cognito
from components.foundation.routed import ApiFunction, FunctionName
from components.foundation.routes import fit_together, listed


def _range(cidr: str) -> str:
    return str(ipaddress.ip_network(cidr))


Address = Annotated[
    str, Field(pattern=IPV4), AfterValidator(lambda ip: str(ipaddress.ip_address(ip)))
]


class Ranges(Model):
    """Address ranges, in a prefix list that is made here."""

    cidrs: tuple[Annotated[str, Field(pattern=CIDR), AfterValidator(_range)], ...] = Field(
        min_length=1, max_length=30
    )
    """Ranges of the clients and of their DNS servers, /8 to /32, e.g. `10.20.0.0/16`. Each counts
    as a rule in both security groups, of which a group takes 60."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.cidrs)) != len(self.cidrs):
            raise ValueError("cidrs: each range once")
        return self


class PrefixList(Model):
    """A prefix list that is there already."""

    prefix_list_id: Input[Annotated[str, Field(pattern=r"^pl-[0-9a-f]+$")]]
    """Its id. Its maximum of entries counts as rules in the security groups."""


class AliasName(Model):
    """The name that API Gateway gives to API and endpoint together. Costs nothing."""

    kind: Literal["alias"] = "alias"
    """Public DNS answers it with the endpoint's private addresses; no resolver is needed. A DNS
    server that drops private addresses from public answers has to make an exception."""


class PrivateDns(Model):
    """The API's own name, as the VPC's private DNS answers it. Needs `resolver`."""

    kind: Literal["private-dns"]
    """In this VPC every API of the Region then resolves to the endpoint, public ones as well, which
    answer 403 there. A VPC has one endpoint of this kind."""


class NewZone(Model):
    """A private hosted zone, made here. Bills every month."""


class ExistingZone(Model):
    """A private hosted zone that is there already."""

    zone_id: Input[str]
    """Its id; the VPC of the resolver must be associated with it."""


class CustomDomain(Model):
    """A name of your own, which stays when the API is replaced."""

    kind: Literal["custom-domain"]
    """API Gateway has a private custom domain of that name."""

    domain_name: str = Field(pattern=HOST)
    """The name that clients call, e.g. `orders.example.com`."""

    zone_id: Input[str]
    """Public hosted zone of the domain: proves to ACM that the name is yours."""

    private_zone: NewZone | ExistingZone | None = None
    """Where the name is answered. Left out: in the public zone, with private addresses, and no
    resolver is needed. `{}`: in a private zone made here; with `zone_id`: in one that exists. Both
    need `resolver`."""


AnyDns = Annotated[AliasName | PrivateDns | CustomDomain, Field(discriminator="kind")]


class NewResolver(Model):
    """An inbound endpoint of Route 53 Resolver. Bills by the hour for each subnet, also while
    idle."""

    addresses: tuple[Input[Address], ...] = ()
    """A free IPv4 address of each subnet, in their order. Without: the twelfth of each subnet in a
    new network; AWS's choice in one that exists."""

    query_logs: bool = True
    """Whether every DNS query of the VPC is logged (billed by what is logged)."""


class ExistingResolver(Model):
    """An inbound endpoint that is there already. Costs nothing more."""

    resolver_endpoint_id: Input[Annotated[str, Field(pattern=r"^rslvr-in-[0-9a-f]+$")]]
    """Its id. Its security group and query logs are its owner's."""

    vpc_id: Input[str] | None = None
    """The VPC that it stands in, of this account, where it is not that of `network`. A private
    zone made here is associated with it."""


HELLO = ApiFunction(handler="handlers.apis.on_premises.hello.handler", routes=("GET /hello",))


class OnPremisesApiArgs(Args):
    """Settings of `apis/on-premises`. Source: sheet 50."""

    clients: Ranges | PrefixList
    """Networks on premises, which reach the VPC over VPN or Direct Connect: the one list that both
    security groups use."""

    dns: AnyDns = AliasName()
    """By which name clients call, and who answers it; `kind` says which."""

    resolver: NewResolver | ExistingResolver | None = None
    """Where corporate DNS servers ask for private names: an inbound endpoint made here (`{}`), or
    one that exists. None unless asked for."""

    functions: dict[FunctionName, ApiFunction] = Field(default={"hello": HELLO}, min_length=1)
    """The functions by name (up to 20 lower-case letters, digits, hyphens)."""

    auth: Cognito | Literal["iam", "none"] = "iam"
    """Who may call: callers who sign with IAM, users of Cognito, or, when asked for, everybody in
    `clients`."""

    network: NetworkSettings = NewNetwork()
    """The VPC: new, or one that exists, with DNS support and DNS host names on. Routes to the
    networks on premises are yours."""

    endpoint_addresses: tuple[Input[Address], ...] = ()
    """A free IPv4 address of each subnet, in their order, for the endpoint of API Gateway: what a
    corporate firewall lets through. Without: the eleventh of each subnet in a new network; AWS's
    choice in one that exists."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all clients."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _somebody_answers(self) -> Self:
        private = isinstance(self.dns, PrivateDns) or (
            isinstance(self.dns, CustomDomain) and self.dns.private_zone is not None
        )
        if private and self.resolver is None:
            raise ValueError("resolver: only the VPC knows the name, and nobody can ask it")
        if not private and self.resolver is not None:
            raise ValueError("no resolver: public DNS answers the name")
        return self

    @model_validator(mode="after")
    def _the_resolver_sees_the_name(self) -> Self:
        if not isinstance(self.resolver, ExistingResolver):
            return self
        elsewhere = self.resolver.vpc_id is not None
        if isinstance(self.dns, PrivateDns) and elsewhere:
            raise ValueError("dns, kind custom-domain: private DNS is not seen from another VPC")
        if isinstance(self.network, NewNetwork) and not elsewhere:
            raise ValueError("resolver.vpc_id: a resolver that exists is in no new network")
        return self

    @model_validator(mode="after")
    def _an_address_in_each_subnet(self) -> Self:
        network = self.network
        existing = isinstance(network, ExistingNetwork)
        subnets = len(network.subnet_ids if existing else network.zones)
        asked = self.resolver.addresses if isinstance(self.resolver, NewResolver) else ()
        lists = {"endpoint_addresses": self.endpoint_addresses, "resolver.addresses": asked}
        for name, given in lists.items():
            if given and len(given) != subnets:
                raise ValueError(f"{name}: one in each of the {subnets} subnets, or none")
        taken = [ip for given in lists.values() for ip in given if isinstance(ip, str)]
        if len(set(taken)) != len(taken):
            raise ValueError("endpoint_addresses, resolver.addresses: each address once")
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("functions", self.functions))
        return self
