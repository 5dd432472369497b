"""VPC links: how API Gateway reaches servers in a VPC.

V1: REST API -> PrivateLink -> the one network load balancer that the link names
V2: HTTP or REST API -> network interfaces in your subnets -> any balancer or service they reach

One cannot stand in for the other, so each is a class of its own and blocks ask for the one they
need. Source: sheets 49, 54; API Gateway developer guide, "Private integrations".
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs, hop


class SharedLink(Model):
    """A V2 link that exists. One serves any number of APIs; an account has 10 in a Region."""

    link_id: Input[str]
    """Its id, e.g. `${other.link_id}`."""

    security_group_id: Input[str]
    """Group of its network interfaces, e.g. `${other.link_group_id}`: gets a rule out for each
    backend."""


class LinkV1Args(Args):
    """Where a V1 link leads."""

    balancer: Any = None
    """The network `LoadBalancer` of a new link; all backends are ports of it."""

    link_id: Input[str] | None = None
    """Id of the link to use in place of a new one."""


class LinkV1(Component):
    """A V1 link to one network load balancer, for REST APIs. `link_id` (Output[str]).

    API Gateway makes the endpoint service behind it by itself. Children: `link` (None where it
    exists).
    """

    link_id: pulumi.Output[str]

    def __init__(self, name: str, args: LinkV1Args, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:LinkV1", name, args, opts)
        self.link: aws.apigateway.VpcLink | None = None
        if args.link_id is not None:
            self.link_id = pulumi.Output.from_input(args.link_id)
        else:
            self.link = aws.apigateway.VpcLink(name, target_arn=args.balancer.arn, opts=self.own)
            self.link_id = self.link.id
        self.register_outputs({})


class LinkV2Args(Args):
    """Where a V2 link stands."""

    network: Any = None
    """The `Network` in whose subnets a new link gets its interfaces: two zones or more."""

    shared: SharedLink | None = None
    """The link to use in place of a new one."""


class LinkV2(Component):
    """A V2 link with a security group that lets out what is asked for and nothing in.

    `link_id`, `group_id` (Output[str]). Children: `group`, `link` (None where the link is shared),
    `rules` (of a shared link's group).
    """

    link_id: pulumi.Output[str]
    group_id: pulumi.Output[str]

    def __init__(self, name: str, args: LinkV2Args, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:LinkV2", name, args, opts)
        self.group: SecurityGroup | None = None
        self.link: aws.apigatewayv2.VpcLink | None = None
        self.rules: dict[tuple[Any, int], list[pulumi.Resource]] = {}
        if args.shared:
            self.link_id = pulumi.Output.from_input(args.shared.link_id)
            self.group_id = pulumi.Output.from_input(args.shared.security_group_id)
        else:
            self.group = SecurityGroup(
                name,
                SecurityGroupArgs(
                    vpc_id=args.network.vpc_id, description=f"VPC link {name} of API Gateway"
                ),
                self.own,
            )
            self.group_id = self.group.group_id
            self.link = aws.apigatewayv2.VpcLink(
                name,
                subnet_ids=args.network.subnet_ids,
                security_group_ids=[self.group_id],
                opts=self.own,
            )
            self.link_id = self.link.id
        self.register_outputs({})

    def reach(self, name: str, group_id: pulumi.Input[str], port: int) -> list[pulumi.Resource]:
        """Let the link connect to members of a group: a rule out of here, and one in there."""
        if self.group is not None:
            return self.group.reach_group(name, group_id, port)
        if (group_id, port) not in self.rules:
            at = f"{self.name}-to-{name}"
            self.rules[group_id, port] = hop(at, self.group_id, group_id, port, self.own)
        return self.rules[group_id, port]
