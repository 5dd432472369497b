"""PrivateCa: a root CA of AWS Private CA, from which clients get their certificates."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.bucket import Bucket, Writer


class PrivateCaArgs(Args):
    """Settings of a private CA. Source: sheet 12; AWS Private CA user guide, "CA modes"."""

    common_name: str = Field(min_length=1, max_length=64)
    """Subject of the CA, e.g. the name that the API is served on."""

    organization: str = Field(min_length=1, max_length=64)
    """Organization in its subject."""

    mode: Literal["SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE"] = "SHORT_LIVED_CERTIFICATE"
    """Certificates of up to 7 days, which nobody needs to revoke, or of any length. Both cost a
    monthly charge, also while idle; that of the first is the smaller one."""

    years: int = Field(default=10, ge=1, le=30)
    """Life of the CA's own certificate."""

    revocations: Any = None
    """`Bucket` to which the CA writes its revocation list (`crl/…`, in DER); it names `writer(…)`
    among its writers. General-purpose CAs only."""


CRL_PREFIX = "crl/"


def writer(account: str) -> Writer:
    """AWS Private CA as writer of a bucket. Source: its user guide, "Access policies for CRLs"."""
    return Writer(
        "acm-pca.amazonaws.com",
        CRL_PREFIX,
        actions=("s3:PutObject", "s3:PutObjectAcl"),
        bucket_actions=("s3:GetBucketAcl", "s3:GetBucketLocation"),
        account=account,
    )


class PrivateCa(Component):
    """A root CA. `arn` and `certificate` (PEM, known once the CA is active) (Output[str]).

    Children: `authority`, `signed`, `installed`.
    """

    arn: pulumi.Output[str]
    certificate: pulumi.Output[str]

    def __init__(
        self, name: str, args: PrivateCaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:PrivateCa", name, args, opts)
        self.authority = aws.acmpca.CertificateAuthority(
            name,
            type="ROOT",
            usage_mode=args.mode,
            certificate_authority_configuration={
                "key_algorithm": "RSA_2048",
                "signing_algorithm": "SHA256WITHRSA",
                "subject": {
                    "common_name": args.common_name,
                    "organization": args.organization,
                },
            },
            revocation_configuration=_crl(args.revocations) if args.revocations else None,
            # The longest time in which a CA deleted by mistake can be taken back.
            permanent_deletion_time_in_days=30,
            opts=pulumi.ResourceOptions(parent=self, protect=self.settings.protect or None),
        )
        self.arn = self.authority.arn
        self.signed = aws.acmpca.Certificate(
            name,
            certificate_authority_arn=self.arn,
            certificate_signing_request=self.authority.certificate_signing_request,
            signing_algorithm="SHA256WITHRSA",
            template_arn=f"arn:{self.context.partition}:acm-pca:::template/RootCACertificate/V1",
            validity={"type": "YEARS", "value": str(args.years)},
            opts=self.own,
        )
        self.installed = aws.acmpca.CertificateAuthorityCertificate(
            name,
            certificate_authority_arn=self.arn,
            certificate=self.signed.certificate,
            certificate_chain=self.signed.certificate_chain,
            opts=self.own,
        )
        self.certificate = self.signed.certificate
        self.register_outputs({})


def _crl(bucket: Bucket) -> Any:
    return {
        "crl_configuration": {
            "enabled": True,
            "expiration_in_days": 7,
            "s3_bucket_name": bucket.writable_name,
            "s3_object_acl": "BUCKET_OWNER_FULL_CONTROL",
        }
    }
