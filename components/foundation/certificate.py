"""Certificate: a public TLS certificate of ACM, which renews itself."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input


class CertificateArgs(Args):
    """Settings of a certificate. Source: ACM user guide, "DNS validation"."""

    domain_name: str
    """The name that it is for, e.g. `api.example.com`."""

    zone_id: Input[str]
    """Public hosted zone of the domain: ACM looks there for its record, also at each renewal."""


class Certificate(Component):
    """A certificate that is issued when `arn` (Output[str]) is known.

    Children: `certificate`, `record`, `validation`.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Certificate", name, args, opts)
        self.certificate = aws.acm.Certificate(
            name,
            domain_name=args.domain_name,
            validation_method="DNS",
            opts=self.own,
        )
        asked = self.certificate.domain_validation_options[0]
        self.record = aws.route53.Record(
            f"{name}-validation",
            zone_id=args.zone_id,
            name=asked.resource_record_name,
            type=asked.resource_record_type,
            records=[asked.resource_record_value],
            ttl=300,
            opts=self.own,
        )
        self.validation = aws.acm.CertificateValidation(
            f"{name}-issued",
            certificate_arn=self.certificate.arn,
            validation_record_fqdns=[self.record.fqdn],
            opts=self.own,
        )
        self.arn = self.validation.certificate_arn
        self.register_outputs({})
