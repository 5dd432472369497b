"""EndpointService: a load balancer offered to other accounts over PrivateLink, under a name."""

from __future__ import annotations

from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.architecture import Component
from components.args import Args, Input, Model


class Consumers(Model):
    """Who may reach the API from other accounts, over PrivateLink."""

    account_ids: tuple[Annotated[str, Field(pattern=r"^\d{12}$")], ...] = Field(min_length=1)
    """The accounts that may make an endpoint: 12 digits each, in quotes."""

    acceptance_required: bool = True
    """Whether each endpoint waits until it is accepted here."""

    accept: tuple[Input[Annotated[str, Field(pattern=r"^vpce-[0-9a-f]+$")]], ...] = ()
    """Ids of consumers' endpoints that are accepted, e.g. `vpce-0123456789abcdef0`."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for name in ("account_ids", "accept"):
            given = [text for text in getattr(self, name) if isinstance(text, str)]
            if len(set(given)) != len(given):
                raise ValueError(f"{name}: each once")
        return self


class EndpointServiceArgs(Args):
    """Settings of an endpoint service. Source: sheet 12; PrivateLink guide."""

    balancer_arn: Input[str]
    """ARN of the network load balancer."""

    consumers: Consumers
    """Who may use it."""

    domain_name: str
    """Name under which consumers reach it, in their own VPCs' DNS."""

    zone_id: Input[str]
    """Public hosted zone of the domain: AWS looks there for the proof that the name is yours."""


class EndpointService(Component):
    """An endpoint service with a verified private DNS name. `service_name` (Output[str]) is known
    once the name is verified: before, AWS refuses endpoints that turn it on.

    Children: `service`, `proof` (the TXT record), `verification`, `accepted`.
    """

    service_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: EndpointServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:EndpointService", name, args, opts)
        partition = self.context.partition
        consumers = args.consumers
        self.service = aws.ec2.VpcEndpointService(
            name,
            network_load_balancer_arns=[args.balancer_arn],
            acceptance_required=consumers.acceptance_required,
            allowed_principals=[
                f"arn:{partition}:iam::{account}:root" for account in consumers.account_ids
            ],
            private_dns_name=args.domain_name,
            opts=self.own,
        )
        asked = self.service.private_dns_name_configurations[0]
        self.proof = aws.route53.Record(
            f"{name}-proof",
            zone_id=args.zone_id,
            # Route 53 appends the zone's name.
            name=asked.name,
            type="TXT",
            records=[asked.value],
            ttl=300,
            opts=self.own,
        )
        self.verification = aws.vpc.EndpointServicePrivateDnsVerification(
            f"{name}-verified",
            service_id=self.service.id,
            wait_for_verification=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.proof]),
        )
        self.accepted = [
            aws.ec2.VpcEndpointConnectionAccepter(
                f"{name}-{endpoint if isinstance(endpoint, str) else number}",
                vpc_endpoint_service_id=self.service.id,
                vpc_endpoint_id=endpoint,
                opts=self.own,
            )
            for number, endpoint in enumerate(consumers.accept, 1)
        ]
        self.service_name = pulumi.Output.all(
            self.service.service_name, self.verification.id
        ).apply(lambda known: known[0])
        self.register_outputs({})
