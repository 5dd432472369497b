"""TrustStore: the CAs whose client certificates a load balancer accepts, and what is revoked."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.bucket import Bucket
from components.foundation.physical_name import fitting

BUNDLE_KEY = "ca-bundle.pem"
REVOKED_KEY = "revoked.crl.pem"


class TrustStoreArgs(Args):
    """Settings of a trust store. Source: sheet 12; ELB user guide, "Mutual authentication"."""

    bundle: Input[str]
    """The CA certificates, PEM, one after the other."""

    revoked: Input[str] | None = None
    """Certificate revocation list, PEM (`X509 CRL`). Load balancers know no OCSP."""


class TrustStore(Component):
    """A trust store made from objects in a bucket. `arn` (Output[str]).

    The load balancer copies the objects when it is told to, not when they change: their versions
    are inputs, so that an upload changes the trust store, too.
    Children: `bundle`, `store`, `revoked`, `revocation` (None where nothing is revoked).
    """

    arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: TrustStoreArgs,
        bucket: Bucket,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("palisade:foundation:TrustStore", name, args, opts)
        self._bucket = bucket
        self.bundle = self._object(f"{name}-bundle", BUNDLE_KEY, args.bundle)
        self.store = aws.lb.TrustStore(
            fitting(name, 32),
            ca_certificates_bundle_s3_bucket=self.bundle.bucket,
            ca_certificates_bundle_s3_key=self.bundle.key,
            ca_certificates_bundle_s3_object_version=self.bundle.version_id,
            opts=self.own,
        )
        self.arn = self.store.arn
        self.revoked: aws.s3.BucketObjectv2 | None = None
        self.revocation: aws.lb.TrustStoreRevocation | None = None
        if args.revoked is not None:
            self.revoked = self._object(f"{name}-revoked", REVOKED_KEY, args.revoked)
            self.revocation = aws.lb.TrustStoreRevocation(
                f"{name}-revoked",
                trust_store_arn=self.arn,
                revocations_s3_bucket=self.revoked.bucket,
                revocations_s3_key=self.revoked.key,
                revocations_s3_object_version=self.revoked.version_id,
                # Replaced by a new list before the old one goes: nobody is let in again meanwhile.
                opts=self.own,
            )
        self.register_outputs({})

    def _object(self, name: str, key: str, pem: pulumi.Input[str]) -> aws.s3.BucketObjectv2:
        return aws.s3.BucketObjectv2(
            name,
            bucket=self._bucket.bucket_name,
            key=key,
            content=pem,
            content_type="application/x-pem-file",
            # An object that is put before versions are on has none to point at.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self._bucket.versioning]),
        )
