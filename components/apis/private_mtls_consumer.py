"""The other side of `apis/private-mtls`, in another account: the way to its API.

client (with its certificate) --443--> interface endpoint --PrivateLink--> producer's account
"""

from __future__ import annotations

from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.architecture import Architecture
from components.args import Args, Input
from components.foundation.network import Network, NetworkArgs, NetworkSettings, NewNetwork
from components.foundation.security_group import SecurityGroup, SecurityGroupArgs

PORT = 443
ServiceName = Annotated[
    str, Field(pattern=r"^(com|cn\.com)\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]+$")
]


class PrivateMtlsConsumerArgs(Args):
    """Settings of `apis/private-mtls-consumer`. Source: sheet 12; PrivateLink guide."""

    service_name: Input[ServiceName]
    """The producer's endpoint service, e.g. `${orders-api.service_name}`."""

    domain_name: Input[str]
    """The name that clients call and that the producer's certificate is for."""

    accepted: bool = False
    """Whether the producer has accepted the endpoint. AWS turns the name on only then: deploy,
    tell the producer `endpoint_id`, and set this when it is accepted. Where the producer accepts
    everybody, start with it."""

    client_security_group_ids: tuple[Input[str], ...] = ()
    """Security groups of clients, beside the one made here (`client_security_group_id`)."""

    network: NetworkSettings = NewNetwork()
    """The VPC of the clients: new, or one that exists. Its subnets must lie in zones in which the
    producer's load balancer stands: the same zone ids (`euw1-az1`), not the same letters."""

    @model_validator(mode="after")
    def _groups_once(self) -> Self:
        texts = [group for group in self.client_security_group_ids if isinstance(group, str)]
        if len(set(texts)) != len(texts):
            raise ValueError("client_security_group_ids: each group once")
        return self


class PrivateMtlsConsumer(Architecture):
    """An interface endpoint for the API of another account.

    Outputs (Output[str], `subnet_ids` Output[list[str]]): `url`: what clients call, once accepted;
    `endpoint_id`: for the producer, who accepts it; `client_security_group_id`: for clients, lets
    them reach the endpoint and nothing else; `vpc_id`, `subnet_ids`: where clients stand.
    Source: sheet 12; PrivateLink guide, "Access an endpoint service".
    """

    url: pulumi.Output[str]
    endpoint_id: pulumi.Output[str]
    client_security_group_id: pulumi.Output[str]
    vpc_id: pulumi.Output[str]
    subnet_ids: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: PrivateMtlsConsumerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.network = Network(name, NetworkArgs(network=args.network), self.own)
        self.group = self._group(f"{name}-endpoint", "Endpoint of the API of another account")
        self.clients = self._group(f"{name}-clients", "Clients of the API of another account")
        self.clients.reach(self.group, PORT)
        for number, group in enumerate(args.client_security_group_ids, 1):
            self.group.admit_group(f"group-{number}", group, PORT)
        # No endpoint policy: endpoint services of other accounts know none.
        self.endpoint = aws.ec2.VpcEndpoint(
            name,
            vpc_id=self.network.vpc_id,
            service_name=args.service_name,
            vpc_endpoint_type="Interface",
            private_dns_enabled=args.accepted,
            subnet_ids=self.network.subnet_ids,
            security_group_ids=[self.group.group_id],
            opts=self.own,
        )
        self.url = pulumi.Output.concat("https://", args.domain_name)
        self.endpoint_id = self.endpoint.id
        self.client_security_group_id = self.clients.group_id
        self.vpc_id = self.network.vpc_id
        self.subnet_ids = pulumi.Output.all(*self.network.subnet_ids)
        self.finish()

    def _group(self, name: str, description: str) -> SecurityGroup:
        return SecurityGroup(
            name,
            SecurityGroupArgs(vpc_id=self.network.vpc_id, description=description),
            self.own,
        )
