"""ApiEndpoint: the interface endpoint over which private REST APIs are called."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import partial
from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.arns import interface_service, region_of
from components.foundation.known import json_text
from components.foundation.network import ExistingNetwork, Network, NewNetwork
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

PORT = 443
_PLACE = 10
"""Which address of a subnet the endpoint gets; AWS keeps the first four and the last."""


class ApiEndpointArgs(Args):
    """Settings of an endpoint of `execute-api`. Source: sheets 12, 50; PrivateLink guide."""

    network: Any
    """The `Network` whose subnets it stands in."""

    addresses: tuple[Input[str], ...] = ()
    """Its IPv4 address in each subnet, in the order of the subnets: so that a load balancer knows
    its targets, or a firewall its hosts, without a lookup. AWS picks them when left out."""

    private_dns: bool = False
    """Whether the VPC's DNS answers every `*.execute-api.<region>` name with this endpoint, which
    takes public APIs away from whoever calls them from there."""


class ApiEndpoint(Component):
    """An endpoint that lets nobody in. `endpoint_id` (Output[str]).

    Children: `group` (a SecurityGroup; what may come in is added by `reach` or `admit_list`),
    `endpoint`, `policy`.
    """

    endpoint_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: ApiEndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:ApiEndpoint", name, args, opts)
        network: Network = args.network
        self.addresses = args.addresses
        self.group = SecurityGroup(
            name,
            SecurityGroupArgs(vpc_id=network.vpc_id, description=f"Endpoint of APIs, {name}"),
            self.own,
        )
        # Outside an Environment the Region is known from the ARN of something that lies in it.
        region = pulumi.Output.from_input(
            self.context.region or self.group.group.arn.apply(region_of)
        )
        places: Any = [
            {"subnet_id": id_, "ipv4": ip}
            for id_, ip in zip(network.subnet_ids, args.addresses, strict=bool(args.addresses))
        ]
        self.endpoint = aws.ec2.VpcEndpoint(
            name,
            vpc_id=network.vpc_id,
            service_name=region.apply(partial(interface_service, service="execute-api")),
            vpc_endpoint_type="Interface",
            private_dns_enabled=args.private_dns,
            subnet_ids=network.subnet_ids,
            subnet_configurations=places or None,
            security_group_ids=[self.group.group_id],
            opts=self.own,
        )
        self.endpoint_id = self.endpoint.id
        self.policy: aws.ec2.VpcEndpointPolicy | None = None
        self.register_outputs({})

    def lead_only_to(self, name: str, resources: Sequence[pulumi.Input[str]]) -> None:
        """Let only calls of these ARNs of `execute-api` through.

        A resource of its own: the API must know the endpoint first.
        """
        statement = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": list(resources),
        }
        self.policy = aws.ec2.VpcEndpointPolicy(
            name,
            vpc_endpoint_id=self.endpoint_id,
            policy=json_text({"Version": "2012-10-17", "Statement": [statement]}),
            opts=self.own,
        )


def only_over(
    endpoint_ids: pulumi.Input[str] | Sequence[pulumi.Input[str]],
    resource: pulumi.Input[str],
    *,
    own_account: str = "",
) -> pulumi.Output[str]:
    """The policy of a private API or domain: calls of `resource` over any endpoint but these are
    refused, whoever signs them.

    Callers of `own_account` who sign need a permission of their own. Of them API Gateway wants one
    Allow, theirs or this policy's; of other accounts' it wants both. Source: developer guide, "How
    API Gateway resource policies affect authorization workflow".
    """
    every: dict[str, Any] = {
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": resource,
    }
    here: dict[str, Any] = {"StringEquals": {"aws:SourceVpce": endpoint_ids}}
    if own_account:
        # Unsigned calls have no such key, and pass: preflights.
        here["StringNotEquals"] = {"aws:PrincipalAccount": own_account}
    elsewhere = {"StringNotEquals": {"aws:SourceVpce": endpoint_ids}}
    statements = [
        {"Effect": "Allow", **every, "Condition": here},
        {"Effect": "Deny", **every, "Condition": elsewhere},
    ]
    return json_text({"Version": "2012-10-17", "Statement": statements})


def addresses_in(
    network: NewNetwork | ExistingNetwork, given: Sequence[pulumi.Input[str]], place: int = _PLACE
) -> tuple[pulumi.Input[str], ...]:
    """An address in each subnet: those given, or the same place in each subnet of a new network."""
    if given or isinstance(network, ExistingNetwork):
        return tuple(given)
    blocks = ipaddress.ip_network(network.cidr).subnets(prefixlen_diff=4)
    return tuple(
        str(block.network_address + place) for _, block in zip(network.zones, blocks, strict=False)
    )
