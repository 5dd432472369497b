"""A private REST API for clients behind a VPN or Direct Connect.

client --HTTPS 443--> endpoint of execute-api --PrivateLink--> private API --> code
   |                                                    takes calls over this endpoint only
   +-- corporate DNS --53--> inbound resolver (where only the VPC knows the name)
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.apis.on_premises.settings import (
    CustomDomain,
    ExistingResolver,
    ExistingZone,
    NewResolver,
    OnPremisesApiArgs,
    PrivateDns,
    Ranges,
)
from components.architecture import Architecture
from components.foundation.alarm import alarm
from components.foundation.api_alarm import function_errors
from components.foundation.api_endpoint import PORT, ApiEndpoint, ApiEndpointArgs, addresses_in
from components.foundation.certificate import Certificate, CertificateArgs
from components.foundation.dns import alias
from components.foundation.network import Network, NetworkArgs
from components.foundation.private_domain import PrivateDomain, PrivateDomainArgs
from components.foundation.resolver import InboundResolver, InboundResolverArgs
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import Private, RestApiArgs
from components.foundation.routed import functions, rest_routes

RESOLVER_PLACE = 11
"""Which address of a new network's subnet the resolver gets, next to the endpoint's."""


class OnPremisesApi(Architecture):
    """A private API that on-premises networks call over one interface endpoint.

    Outputs (Output[str], `resolver_addresses` Output[list[str]]): `url`: where clients begin;
    `api_id`: the API's id; `api_name`: ApiName of the API's metrics; `log_group_name`: the access
    log; `endpoint_id`: the one endpoint that leads to the API; `vpc_id`: its VPC; `prefix_list_id`:
    the list of clients; `forward_domain`: the name that corporate DNS forwards, empty where public
    DNS answers; `resolver_addresses`: where it forwards to, empty without a resolver made here;
    `resolver_endpoint_id`: the resolver, empty without.
    Source: sheet 50; API Gateway developer guide, "Private REST APIs" and "Custom domain names for
    private APIs"; Route 53 developer guide, "Resolver".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    endpoint_id: pulumi.Output[str]
    vpc_id: pulumi.Output[str]
    prefix_list_id: pulumi.Output[str]
    forward_domain: pulumi.Output[str]
    resolver_addresses: pulumi.Output[list[str]]
    resolver_endpoint_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: OnPremisesApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.network = Network(name, NetworkArgs(network=args.network), self.own)
        self.vpc_id = self.network.vpc_id
        self._clients(name, args)
        self.endpoint = ApiEndpoint(
            f"{name}-endpoint",
            ApiEndpointArgs(
                network=self.network,
                addresses=addresses_in(args.network, args.endpoint_addresses),
                private_dns=isinstance(args.dns, PrivateDns),
            ),
            self.own,
        )
        self.endpoint_id = self.endpoint.endpoint_id
        self.endpoint.group.admit_list("clients", self.prefix_list_id, PORT)
        self.api = self._api(name, args)
        self.api_id, self.api_name = self.api.api_id, self.api.api.name
        self.log_group_name = self.api.log_group.name
        self._resolver(name, args)
        self._called_by(name, args)
        self.errors = function_errors(name, self.api, self.own)
        self.finish()

    def _clients(self, name: str, args: OnPremisesApiArgs) -> None:
        self.prefix_list: aws.ec2.ManagedPrefixList | None = None
        if not isinstance(args.clients, Ranges):
            self.prefix_list_id = pulumi.Output.from_input(args.clients.prefix_list_id)
            return
        self.prefix_list = aws.ec2.ManagedPrefixList(
            f"{name}-clients",
            address_family="IPv4",
            # Every entry that there could be counts as a rule in each group.
            max_entries=len(args.clients.cidrs),
            entries=[{"cidr": cidr} for cidr in args.clients.cidrs],
            opts=self.own,
        )
        self.prefix_list_id = self.prefix_list.id

    def _api(self, name: str, args: OnPremisesApiArgs) -> RestApi:
        self.functions = functions(name, args.functions, self.own)
        settings = RestApiArgs(
            routes=rest_routes(args.functions, self.functions),
            auth=args.auth,
            private=Private(vpc_endpoint_ids=(self.endpoint_id,)),
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
        )
        return RestApi(name, settings, self.own)

    def _resolver(self, name: str, args: OnPremisesApiArgs) -> None:
        self.resolver: InboundResolver | None = None
        self.resolver_addresses = pulumi.Output.from_input([])
        self.resolver_endpoint_id = pulumi.Output.from_input("")
        if args.resolver is None:
            return
        if isinstance(args.resolver, NewResolver):
            given = args.resolver.addresses
            self.resolver = InboundResolver(
                f"{name}-resolver",
                InboundResolverArgs(
                    network=self.network,
                    prefix_list_id=self.prefix_list_id,
                    addresses=addresses_in(args.network, given, RESOLVER_PLACE),
                    query_logs=args.resolver.query_logs,
                ),
                self.own,
            )
            self.resolver_addresses = self.resolver.addresses
            self.resolver_endpoint_id = self.resolver.endpoint_id
        else:
            self.resolver_endpoint_id = pulumi.Output.from_input(args.resolver.resolver_endpoint_id)
        self.resolver_alarm = alarm(
            f"{name}-resolver",
            self.context,
            self.own,
            metric="EndpointUnhealthyENICount",
            namespace="AWS/Route53Resolver",
            dimensions={"EndpointId": self.resolver_endpoint_id},
            statistic="Maximum",
            period_seconds=300,
            description=f"Part of the resolver that clients of {name} ask does not answer; AWS"
            " mends it. Corporate DNS should ask the other addresses meanwhile.",
        )

    def _called_by(self, name: str, args: OnPremisesApiArgs) -> None:
        """By which name the API is called, who answers it, and what the endpoint lets through."""
        self.domain: PrivateDomain | None = None
        allowed: list[pulumi.Input[str]] = [pulumi.Output.concat(self.api.execution_arn, "/*")]
        self.forward_domain = pulumi.Output.from_input("")
        if isinstance(args.dns, CustomDomain):
            allowed.append(self._custom_domain(name, args.dns, args))
            self.url = pulumi.Output.from_input(f"https://{args.dns.domain_name}")
        elif isinstance(args.dns, PrivateDns):
            self.url = self.api.url
            # This one name: forwarded whole, the Region's domain would bring public APIs here.
            self.forward_domain = self.url.apply(lambda url: url.split("/")[2])
        else:
            parts = pulumi.Output.all(self.api.url, self.api_id, self.endpoint_id)
            self.url = parts.apply(lambda p: p[0].replace(f"//{p[1]}.", f"//{p[1]}-{p[2]}.", 1))
        self.endpoint.lead_only_to(f"{name}-endpoint", allowed)

    def _custom_domain(
        self, name: str, dns: CustomDomain, args: OnPremisesApiArgs
    ) -> pulumi.Output[str]:
        self.certificate = Certificate(
            f"{name}-tls",
            CertificateArgs(domain_name=dns.domain_name, zone_id=dns.zone_id),
            self.own,
        )
        self.domain = PrivateDomain(
            f"{name}-domain",
            PrivateDomainArgs(
                domain_name=dns.domain_name,
                certificate_arn=self.certificate.arn,
                endpoint_id=self.endpoint_id,
                api_id=self.api_id,
                stage_name=self.api.stage.stage_name,
            ),
            self.own,
        )
        self.zone: aws.route53.Zone | None = None
        if dns.private_zone is None:
            zone_id = dns.zone_id
        else:
            self.forward_domain = pulumi.Output.from_input(dns.domain_name)
            zone_id = self._private_zone(name, dns, args)
        # The first entry is the endpoint's name for all zones; further ones are of single zones.
        answer = self.endpoint.endpoint.dns_entries[0]
        self.record = alias(
            f"{name}-name",
            dns.domain_name,
            zone_id,
            answer.dns_name,
            answer.hosted_zone_id,
            self.own,
        )
        return self.domain.invoke_arn

    def _private_zone(
        self, name: str, dns: CustomDomain, args: OnPremisesApiArgs
    ) -> pulumi.Input[str]:
        if isinstance(dns.private_zone, ExistingZone):
            return dns.private_zone.zone_id
        vpcs: list[Any] = [{"vpc_id": self.vpc_id}]
        if isinstance(args.resolver, ExistingResolver) and args.resolver.vpc_id is not None:
            vpcs.append({"vpc_id": args.resolver.vpc_id})
        self.zone = aws.route53.Zone(name, name=dns.domain_name, vpcs=vpcs, opts=self.own)
        return self.zone.zone_id
