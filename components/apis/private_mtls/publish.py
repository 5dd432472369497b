"""The way in from other accounts: PrivateLink needs a network load balancer in front.

consumer's endpoint --PrivateLink--> NLB --TCP 443, TLS untouched--> ALB in verify mode
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.apis.private_mtls.front import Front
from components.architecture import Component
from components.args import Args, Input
from components.foundation.api_endpoint import PORT
from components.foundation.endpoint_service import (
    Consumers,
    EndpointService,
    EndpointServiceArgs,
)
from components.foundation.load_balancer import LoadBalancer, LoadBalancerArgs
from components.foundation.network import Network
from components.foundation.physical_name import fitting
from components.foundation.vpc_target import HEALTH_CHECK, HEALTH_PORT


class PublishArgs(Args):
    """What is published to whom."""

    network: Any
    front: Any
    consumers: Consumers
    domain_name: str
    zone_id: Input[str]


class Publish(Component):
    """A network load balancer and its endpoint service.

    Children: `balancer`, `group`, `target`, `listener`, `service`.
    """

    def __init__(self, name: str, args: PublishArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:PrivateMtlsPublish", name, args, opts)
        network: Network = args.network
        front: Front = args.front
        self.balancer = LoadBalancer(
            f"{name}-nlb",
            LoadBalancerArgs(
                kind="network",
                network=network,
                private_link=True,
                after=(front.balancer.balancer,),
            ),
            self.own,
        )
        self.balancer.group.reach(front.balancer.group, PORT)
        self.balancer.group.reach(front.balancer.group, HEALTH_PORT)
        health = front.answer_health_checks(name)
        self.group = aws.lb.TargetGroup(
            fitting(f"{name}-alb", 32),
            vpc_id=network.vpc_id,
            target_type="alb",
            protocol="TCP",
            port=PORT,
            health_check=HEALTH_CHECK,
            opts=self.own,
        )
        self.target = aws.lb.TargetGroupAttachment(
            f"{name}-alb",
            target_group_arn=self.group.arn,
            target_id=front.balancer.arn,
            port=PORT,
            # A balancer becomes a target only when it listens on the port.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[front.listener, health]),
        )
        self.listener = aws.lb.Listener(
            f"{name}-tcp",
            load_balancer_arn=self.balancer.arn,
            port=PORT,
            # TLS here would end the handshake before the client certificate is asked for.
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": self.group.arn}],
            # A target group stands behind one network load balancer at a time.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        self.service = EndpointService(
            f"{name}-service",
            EndpointServiceArgs(
                balancer_arn=self.balancer.arn,
                consumers=args.consumers,
                domain_name=args.domain_name,
                zone_id=args.zone_id,
            ),
            self.own,
        )
        self.register_outputs({})
