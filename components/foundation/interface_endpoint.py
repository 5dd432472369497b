"""Interface endpoints of AWS services: doors in a VPC through which code calls them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pulumi
import pulumi_aws as aws

from components.args import Input
from components.foundation.arns import interface_service
from components.foundation.security_group import SecurityGroup


def interface_endpoints(
    name: str,
    services: Sequence[str],
    region: pulumi.Output[str],
    vpc_id: Input[str],
    subnet_ids: Input[Sequence[Input[str]]],
    group: SecurityGroup,
    opts: pulumi.ResourceOptions,
) -> list[aws.ec2.VpcEndpoint]:
    """One for each service (`sqs`), `<name>-<service>`, under the service's own name in the VPC."""
    return [
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc_id,
            service_name=region.apply(partial(interface_service, service=service)),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnet_ids,
            security_group_ids=[group.group_id],
            opts=opts,
        )
        for service in services
    ]
