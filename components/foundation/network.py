"""Network: a VPC of private subnets, or one that exists.

There is no way to the internet: no gateway, no NAT. What the network must reach of AWS it reaches
over endpoints, which are asked for one by one because interface endpoints cost money by the hour.
"""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

import pulumi
import pulumi_aws as aws
from pydantic import AfterValidator, Field

from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.arns import region_of
from components.foundation.interface_endpoint import interface_endpoints
from components.foundation.logs import log_group, may_log
from components.foundation.role import make_role
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

IPV4 = r"^\d{1,3}(\.\d{1,3}){3}$"
"""An IPv4 address."""
CIDR = IPV4.removesuffix("$") + r"/(8|9|[12]\d|3[0-2])$"
"""A range of IPv4 addresses, /8 to /32."""


def _cidr(value: str) -> str:
    network = ipaddress.ip_network(value)
    if not 16 <= network.prefixlen <= 23:
        raise ValueError("a private IPv4 range of /16 to /23, e.g. 10.0.0.0/16")
    return str(network)


class NewNetwork(Model):
    """A VPC made for one architecture."""

    cidr: Annotated[str, AfterValidator(_cidr)] = "10.0.0.0/16"
    """Its addresses, /16 to /23; each subnet gets a sixteenth, and load balancers want a /27."""

    zones: tuple[Annotated[str, Field(pattern="^[a-f]$")], ...] = Field(
        default=("a", "b"), min_length=2, max_length=6
    )
    """Letters of the Availability Zones, one private subnet in each; at least two."""

    interface_endpoints: tuple[str, ...] = ()
    """AWS services reached by interface endpoints, e.g. `sqs`, `secretsmanager`. Each costs by the
    hour in each zone, also while idle."""

    gateway_endpoints: tuple[Literal["s3", "dynamodb"], ...] = ()
    """Services reached by gateway endpoints, which cost nothing."""

    flow_logs: bool = True
    """Whether every connection is logged (billed by what is logged)."""


class ExistingNetwork(Model):
    """A VPC that is there already."""

    vpc_id: Input[str]
    """Id of the VPC."""

    subnet_ids: tuple[Input[str], ...] = Field(min_length=2)
    """Private subnets, in at least two zones."""

    cidr: Input[str]
    """The VPC's address range."""


NetworkSettings = NewNetwork | ExistingNetwork


class NetworkArgs(Args):
    """Which network."""

    network: NetworkSettings = NewNetwork()
    """New or existing."""


class Network(Component):
    """Private subnets in several zones. `vpc_id`, `cidr` (Output[str]), `subnet_ids` (list).

    Children, where the VPC is made: `vpc`, `subnets`, `route_table`, `endpoints`, `flow_log`.
    """

    vpc_id: pulumi.Output[str]
    cidr: pulumi.Output[str]

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Network", name, args, opts)
        self.subnet_ids: list[pulumi.Output[str]]
        self.endpoints: list[aws.ec2.VpcEndpoint] = []
        if isinstance(args.network, ExistingNetwork):
            self.vpc_id = pulumi.Output.from_input(args.network.vpc_id)
            self.cidr = pulumi.Output.from_input(args.network.cidr)
            self.subnet_ids = [pulumi.Output.from_input(id_) for id_ in args.network.subnet_ids]
        else:
            self._make(name, args.network)
        self.register_outputs({})

    def _make(self, name: str, new: NewNetwork) -> None:
        self.vpc = aws.ec2.Vpc(
            name,
            cidr_block=new.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            opts=self.own,
        )
        self.vpc_id, self.cidr = self.vpc.id, self.vpc.cidr_block
        # The group that every VPC has lets its members talk to each other: nobody should use it.
        self.default_group = aws.ec2.DefaultSecurityGroup(
            f"{name}-default", vpc_id=self.vpc_id, ingress=[], egress=[], opts=self.own
        )
        self.route_table = aws.ec2.RouteTable(f"{name}-private", vpc_id=self.vpc_id, opts=self.own)
        ranges = ipaddress.ip_network(new.cidr).subnets(prefixlen_diff=4)
        self.subnets = [
            self._subnet(name, zone, str(block))
            for zone, block in zip(new.zones, ranges, strict=False)
        ]
        self.subnet_ids = [subnet.id for subnet in self.subnets]
        self._endpoints(name, new)
        if new.flow_logs:
            self._flow_logs(name)

    def _subnet(self, name: str, zone: str, block: str) -> aws.ec2.Subnet:
        subnet = aws.ec2.Subnet(
            f"{name}-{zone}",
            vpc_id=self.vpc_id,
            cidr_block=block,
            # Outside an Environment the Region is not known here and AWS picks the zone.
            availability_zone=f"{self.context.region}{zone}" if self.context.region else None,
            map_public_ip_on_launch=False,
            opts=self.own,
        )
        aws.ec2.RouteTableAssociation(
            f"{name}-{zone}", subnet_id=subnet.id, route_table_id=self.route_table.id, opts=self.own
        )
        return subnet

    def _endpoints(self, name: str, new: NewNetwork) -> None:
        # Outside an Environment the Region is known from the ARN of something that lies in it.
        region = pulumi.Output.from_input(self.context.region or self.vpc.arn.apply(region_of))
        for service in new.gateway_endpoints:
            self.endpoints.append(
                aws.ec2.VpcEndpoint(
                    f"{name}-{service}",
                    vpc_id=self.vpc_id,
                    service_name=pulumi.Output.concat("com.amazonaws.", region, ".", service),
                    vpc_endpoint_type="Gateway",
                    route_table_ids=[self.route_table.id],
                    opts=self.own,
                )
            )
        if not new.interface_endpoints:
            return
        self.endpoint_group = SecurityGroup(
            f"{name}-endpoints",
            SecurityGroupArgs(
                vpc_id=self.vpc_id, description="Interface endpoints of AWS services"
            ),
            self.own,
        )
        self.endpoint_group.admit("vpc", self.cidr, 443)
        self.endpoints += interface_endpoints(
            name,
            new.interface_endpoints,
            region,
            self.vpc_id,
            self.subnet_ids,
            self.endpoint_group,
            self.own,
        )

    def _flow_logs(self, name: str) -> None:
        logs = f"{name}-flow-logs"
        self.log_group = log_group(logs, self.settings, self.own, prefix=f"/aws/vpc/{name}-")
        self.log_role = make_role(logs, self.context, "vpc-flow-logs.amazonaws.com", self.own)
        self.log_grant = may_log(
            logs, self.log_role, self.log_group, self.own, "logs:DescribeLogStreams"
        )
        self.flow_log = aws.ec2.FlowLog(
            f"{name}-flow-log",
            vpc_id=self.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=self.log_group.arn,
            iam_role_arn=self.log_role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.log_grant.policy]),
        )
