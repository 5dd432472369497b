"""InboundResolver: where DNS servers of other networks ask for names that a VPC knows."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.logs import log_group
from components.foundation.network import Network
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

PORT = 53


class InboundResolverArgs(Args):
    """Settings of an inbound resolver. Source: sheet 50; Route 53 developer guide, "Resolver"."""

    network: Any
    """The `Network` whose subnets it stands in, two or more. Each bills by the hour."""

    prefix_list_id: Input[str]
    """Address ranges of the DNS servers that ask."""

    addresses: tuple[Input[str], ...] = ()
    """Its IPv4 address in each subnet, in the order of the subnets: DNS servers are set up with
    them. AWS picks them when left out."""

    query_logs: bool = True
    """Whether every query of the VPC is logged (billed by what is logged)."""


class InboundResolver(Component):
    """An inbound endpoint of Route 53 Resolver. `endpoint_id` (Output[str]), `addresses`
    (Output[list[str]]).

    Children: `group`, `endpoint`, and with query logs `log_group`, `logs`, `logged`.
    """

    endpoint_id: pulumi.Output[str]
    addresses: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: InboundResolverArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:InboundResolver", name, args, opts)
        network: Network = args.network
        self.group = SecurityGroup(
            name,
            SecurityGroupArgs(vpc_id=network.vpc_id, description=f"Inbound resolver, {name}"),
            self.own,
        )
        # Answers that do not fit into one datagram are asked for again over TCP.
        for protocol in ("udp", "tcp"):
            self.group.admit_list("clients", args.prefix_list_id, PORT, protocol)
        given = args.addresses or (None,) * len(network.subnet_ids)
        places: list[Any] = [
            {"subnet_id": subnet} if ip is None else {"subnet_id": subnet, "ip": ip}
            for subnet, ip in zip(network.subnet_ids, given, strict=True)
        ]
        self.endpoint = aws.route53.ResolverEndpoint(
            name,
            direction="INBOUND",
            ip_addresses=places,
            security_group_ids=[self.group.group_id],
            # Its groups cannot be changed, and two endpoints cannot have the same addresses.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.endpoint_id = self.endpoint.id
        self.addresses = self.endpoint.ip_addresses.apply(
            lambda places: sorted(place.ip or "" for place in places)
        )
        if args.query_logs:
            self._log_queries(name, network)
        self.register_outputs({})

    def _log_queries(self, name: str, network: Network) -> None:
        # Below this prefix the policy that lets AWS deliver logs does not grow with each group.
        prefix = f"/aws/vendedlogs/route53/{name}-"
        self.log_group = log_group(f"{name}-queries", self.settings, self.own, prefix=prefix)
        self.logs = aws.route53.ResolverQueryLogConfig(
            name, destination_arn=self.log_group.arn, opts=self.own
        )
        self.logged = aws.route53.ResolverQueryLogConfigAssociation(
            name,
            resolver_query_log_config_id=self.logs.id,
            resource_id=network.vpc_id,
            opts=self.own,
        )
