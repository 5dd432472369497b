"""A bucket also answers requests without TLS."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.transport import without_tls
from policies.views.s3 import Bucket, BucketPolicy


@rule(
    severity=Severity.MEDIUM,
    title="A bucket answers requests without TLS",
    why="A client that is set up wrongly sends data and signatures in plain text, and it works.",
    fix="Add a statement that denies everybody where aws:SecureTransport is false.",
    source="sheet 33; https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
)
def tls_not_enforced(stack: Stack) -> Iterator[Finding | Open]:
    yield from without_tls(stack, Bucket, BucketPolicy, "bucket")
