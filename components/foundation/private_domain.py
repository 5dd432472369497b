"""API Gateway's private custom domain: it knows the name that clients send as Host."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.api_endpoint import only_over


class PrivateDomainArgs(Args):
    """Settings of a private custom domain. Source: API Gateway guide, "Private custom domains"."""

    domain_name: str
    """Its name."""

    certificate_arn: Input[str]
    """Certificate of ACM for the name."""

    endpoint_id: Input[str]
    """The one endpoint that leads to it."""

    api_id: Input[str]
    """The API behind it."""

    stage_name: Input[str]
    """The API's stage, which callers need not name."""


class PrivateDomain(Component):
    """A private custom domain. `invoke_arn` (Output[str]): its ARN for endpoint policies.

    Children: `domain`, `association`, `mapping`.
    """

    invoke_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PrivateDomainArgs, opts: pulumi.ResourceOptions) -> None:
        super().__init__("palisade:foundation:PrivateDomain", name, args, opts)
        self.domain = aws.apigateway.DomainName(
            name,
            domain_name=args.domain_name,
            certificate_arn=args.certificate_arn,
            endpoint_configuration={"types": "PRIVATE"},
            security_policy="TLS_1_2",
            policy=only_over(args.endpoint_id, "execute-api:/*"),
            opts=self.own,
        )
        self.association = aws.apigateway.DomainNameAccessAssociation(
            name,
            domain_name_arn=self.domain.arn,
            access_association_source=args.endpoint_id,
            access_association_source_type="VPCE",
            opts=self.own,
        )
        self.mapping = aws.apigateway.BasePathMapping(
            name,
            domain_name=self.domain.domain_name,
            domain_name_id=self.domain.domain_name_id,
            rest_api=args.api_id,
            stage_name=args.stage_name,
            opts=self.own,
        )
        self.invoke_arn = self.domain.arn.apply(
            lambda arn: arn.replace(":apigateway:", ":execute-api:", 1)
        )
        self.register_outputs({})
