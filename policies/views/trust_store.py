"""Views of what clients' certificates are checked against, and where it comes from."""

from __future__ import annotations

from policies.view import View


class TrustStore(View):
    """`aws.lb.TrustStore`: the CAs whose clients are let in."""

    token = "aws:lb/trustStore:TrustStore"


class TrustStoreRevocation(View):
    """`aws.lb.TrustStoreRevocation`: a revocation list of a trust store."""

    token = "aws:lb/trustStoreRevocation:TrustStoreRevocation"

    @property
    def stores(self) -> list[TrustStore]:
        return self.follow_all("trustStoreArn", TrustStore)


class FromFile(View):
    """A trust store or a revocation list: made from an object when AWS is told to."""

    token = (
        "aws:lb/trustStore:TrustStore",
        "aws:lb/trustStoreRevocation:TrustStoreRevocation",
    )

    @property
    def version_property(self) -> str:
        """The property that names the object's version."""
        is_store = self.resource.type == self.token[0]
        kind = "caCertificatesBundle" if is_store else "revocations"
        return f"{kind}S3ObjectVersion"


class Object(View):
    """`aws.s3.BucketObject`, in both forms."""

    token = ("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2")


class IssuedCertificate(View):
    """`aws.acmpca.Certificate`."""

    token = "aws:acmpca/certificate:Certificate"


class Authority(View):
    """`aws.acmpca.CertificateAuthority`."""

    token = "aws:acmpca/certificateAuthority:CertificateAuthority"

    @property
    def short_lived(self) -> bool:
        """Whether its certificates live for 7 days at most."""
        return self.text("usageMode") == "SHORT_LIVED_CERTIFICATE"
