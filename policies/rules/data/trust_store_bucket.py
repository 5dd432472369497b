"""The bucket of a CA bundle or revocation list can be changed without a trace, or opened."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.linked import linked
from policies.views.s3 import Bucket
from policies.views.trust_bucket import AccessBlock, TrustedFile, Versioning


@rule(
    severity=Severity.MEDIUM,
    title="A bucket of trusted certificates is not kept safe",
    why="Whoever puts another file there decides whose certificates count; nothing goes back.",
    fix="Give the bucket a BucketVersioning (Enabled) and a BucketPublicAccessBlock.",
    source="sheet 12; https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html",
)
def trust_store_bucket(stack: Stack) -> Iterator[Finding | Open]:
    holding: dict[Bucket, View] = {}
    for file in stack.of(TrustedFile):
        try:
            for bucket in file.buckets:
                holding.setdefault(bucket, file)
        except Undecided as unknown:
            yield Open.of(unknown)
    for bucket, file in holding.items():
        try:
            if not _versioned(bucket, stack):
                message = f"holds what {file.name} trusts, without versions"
                yield Finding(bucket, "versions", message)
        except Undecided as unknown:
            yield Open.of(unknown)
        if not any(bucket in linked(block, "bucket", Bucket) for block in stack.of(AccessBlock)):
            message = f"holds what {file.name} trusts, without a public access block"
            yield Finding(bucket, "public", message)


def _versioned(bucket: Bucket, stack: Stack) -> bool:
    if any(v.enabled for v in stack.of(Versioning) if bucket in linked(v, "bucket", Bucket)):
        return True
    return bucket.flag("versioning.enabled")
