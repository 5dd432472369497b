"""AwsEndpoints: interface endpoints for code in a VPC that calls AWS services."""

from __future__ import annotations

from typing import Any

import pulumi
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.arns import region_of
from components.foundation.interface_endpoint import interface_endpoints
from components.foundation.network import Network
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

PORT = 443


class AwsEndpointsArgs(Args):
    """Which services. Each endpoint bills by the hour in each zone, also while idle."""

    network: Any
    """The `Network` whose subnets they stand in. It must not have them yet: a VPC takes one with
    private DNS for each service."""

    services: tuple[str, ...] = Field(min_length=1)
    """As endpoints name them: `secretsmanager`, `events`."""


class AwsEndpoints(Component):
    """Endpoints that let nobody in until a group reaches for `group`. Children: `group`,
    `endpoints`."""

    def __init__(
        self, name: str, args: AwsEndpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:AwsEndpoints", name, args, opts)
        network: Network = args.network
        self.group = SecurityGroup(
            name,
            SecurityGroupArgs(vpc_id=network.vpc_id, description=f"Endpoints of AWS, {name}"),
            self.own,
        )
        # Outside an Environment the Region is known from the ARN of something that lies in it.
        region = pulumi.Output.from_input(
            self.context.region or self.group.group.arn.apply(region_of)
        )
        self.endpoints = interface_endpoints(
            name,
            args.services,
            region,
            network.vpc_id,
            network.subnet_ids,
            self.group,
            self.own,
        )
        self.register_outputs({})
