"""A bucket's guard against the public is taken down."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.s3 import PublicAccess

BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(
    severity=Severity.HIGH,
    title="A bucket may be opened to the public",
    why="One wrong policy or ACL is then enough, and everybody reads, or writes, what is in it.",
    fix="Set all four blocks to true and take the ACL away; serve public files through CloudFront.",
    source="sheets 23 and 80; https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)
def public_access(bucket: PublicAccess) -> Iterator[Finding]:
    if not bucket.blocks:
        if bucket.acl.startswith("public-") or bucket.acl == "authenticated-read":
            yield Finding(bucket, "acl", f"acl is {bucket.acl}")
        return
    # New buckets have all four; a resource that leaves one out takes it away.
    off = [name for name in BLOCKS if not bucket.flag(name)]
    if off:
        yield Finding(bucket, "blocks", f"does not set {', '.join(off)}")
