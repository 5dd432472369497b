"""Views of files that say whose certificates count, and of what keeps their buckets safe."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.linked import linked
from policies.views.s3 import Bucket

_URIS = {
    "aws:apigateway/domainName:DomainName": "mutualTlsAuthentication.truststoreUri",
    "aws:apigatewayv2/domainName:DomainName": "mutualTlsAuthentication.truststoreUri",
}
_BUCKETS = {
    "aws:lb/trustStore:TrustStore": "caCertificatesBundleS3Bucket",
    "aws:lb/trustStoreRevocation:TrustStoreRevocation": "revocationsS3Bucket",
    "aws:acmpca/certificateAuthority:CertificateAuthority": (
        "revocationConfiguration.crlConfiguration.s3BucketName"
    ),
}


class TrustedFile(View):
    """What is made from, or writes, a CA bundle or a revocation list in a bucket."""

    token = (*_URIS, *_BUCKETS)

    @property
    def buckets(self) -> list[Bucket]:
        """The bucket, if this stack makes it.

        Raises `Undecided` where its name is not known and nothing of this stack stands behind it.
        """
        at = _URIS.get(self.resource.type) or _BUCKETS[self.resource.type]
        value = self.peek(at)
        if isinstance(value, str) and self.resource.type in _URIS:
            name = value.removeprefix("s3://").partition("/")[0]
            return self.stack.find(Bucket, name) if self.stack else []
        if isinstance(value, str):
            return linked(self, at, Bucket)
        if value is not UNKNOWN:
            return []
        found = self.follow_all(at, Bucket) or self._beside(at)
        if not found:
            raise Undecided(self.resource, at)
        return found

    def _beside(self, at: str) -> list[Bucket]:
        """The buckets of what the name is taken from: an object, a policy, versioning."""
        stack = self.stack or Stack()
        behind = self.resource.property_dependencies.get(at.partition(".")[0], ())
        through = [View(r, stack) for urn in behind if (r := stack.get(urn))]
        return [bucket for view in through for bucket in view.follow_all("bucket", Bucket)]


class Versioning(View):
    """`aws.s3.BucketVersioning`."""

    token = (
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
    )

    @property
    def enabled(self) -> bool:
        """Whether old versions are kept."""
        return self.text("versioningConfiguration.status").lower() == "enabled"


class AccessBlock(View):
    """`aws.s3.BucketPublicAccessBlock`; another rule judges what it leaves open."""

    token = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
