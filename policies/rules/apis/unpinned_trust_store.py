"""A trust store does not say which version of its file it is made from."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.trust_store import FromFile


@rule(
    severity=Severity.MEDIUM,
    title="A trust store does not pin the version of its file",
    why="The load balancer copies the file once: what is uploaded later, it never sees.",
    fix="Set the S3 object version to the uploaded object's versionId.",
    source="sheet 12; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
)
def unpinned_trust_store(made: FromFile) -> Iterator[Finding]:
    # Any value will do, also one that only the upload makes known.
    if made.peek(made.version_property) in (None, ""):
        yield Finding(made, "version", f"has no {made.version_property}")
