"""AwsEndpoints: interface endpoints for code in a VPC that calls AWS services."""

from __future__ import annotations

from functools import partial
from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.arns import interface_service, region_of
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
        self.endpoints = [
            aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=network.vpc_id,
                service_name=region.apply(partial(interface_service, service=service)),
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=network.subnet_ids,
                security_group_ids=[self.group.group_id],
                opts=self.own,
            )
            for service in args.services
        ]
        self.register_outputs({})
