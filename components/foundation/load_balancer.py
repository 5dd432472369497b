"""Load balancers inside a VPC: always internal, bad headers dropped, TLS 1.2 or newer."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Input
from components.foundation.network import Network
from components.foundation.physical_name import fitting
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.3, and 1.2 with forward secrecy. Source: ELB user guide, "Security policies"."""


class LoadBalancerArgs(Args):
    """Settings of an internal load balancer."""

    kind: Literal["application", "network"]
    """Layer 7 (HTTP, HTTPS) or layer 4 (TCP, TLS)."""

    network: Any
    """The `Network` whose subnets it stands in."""

    idle_timeout_seconds: int = Field(default=60, ge=1, le=4000)
    """Application: how long a silent connection stays; above the caller's own timeout."""

    access_logs_bucket: Input[str] | None = None
    """Bucket for access logs; its policy must let Elastic Load Balancing write."""

    connection_logs_bucket: Input[str] | None = None
    """Application: bucket for logs of TLS connections, also of those that were refused."""

    client_keep_alive_seconds: int | None = Field(default=None, ge=60, le=604800)
    """Application: longest life of a client's connection; an hour when left out."""

    private_link: bool = False
    """Network: whether its callers come over PrivateLink (VPC link V1, endpoint service). Their
    addresses are not the caller's own, so the group's ingress rules are not held against them."""

    after: tuple[Any, ...] = ()
    """Resources that must be there first, e.g. those that claim fixed addresses in the subnets."""


class LoadBalancer(Component):
    """An internal load balancer and its security group. `arn`, `dns_name`, `zone_id` (Output[str]).

    Children: `group` (a SecurityGroup), `balancer`.
    """

    arn: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    zone_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:LoadBalancer", name, args, opts)
        network: Network = args.network
        self.group = SecurityGroup(
            f"{name}-balancer",
            SecurityGroupArgs(vpc_id=network.vpc_id, description=f"Load balancer {name}"),
            self.own,
        )
        application = args.kind == "application"
        self.balancer = aws.lb.LoadBalancer(
            fitting(name, 32, reserved="internal-"),
            internal=True,
            load_balancer_type=args.kind,
            subnets=network.subnet_ids,
            # A network load balancer can never get a group later.
            security_groups=[self.group.group_id],
            enforce_security_group_inbound_rules_on_private_link_traffic="off"
            if args.private_link
            else None,
            idle_timeout=args.idle_timeout_seconds if application else None,
            drop_invalid_header_fields=True if application else None,
            enable_cross_zone_load_balancing=True,
            enable_deletion_protection=self.settings.protect,
            access_logs={"bucket": args.access_logs_bucket, "enabled": True, "prefix": name}
            if args.access_logs_bucket is not None
            else None,
            connection_logs={
                "bucket": args.connection_logs_bucket,
                "enabled": True,
                "prefix": f"{name}-connections",
            }
            if args.connection_logs_bucket is not None
            else None,
            client_keep_alive=args.client_keep_alive_seconds,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.after)),
        )
        self.arn, self.dns_name = self.balancer.arn, self.balancer.dns_name
        self.zone_id = self.balancer.zone_id
        self.register_outputs({})
