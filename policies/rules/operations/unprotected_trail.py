"""A trail's files can be read by all who read the bucket, or changed unseen."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.cloudtrail import Trail


@rule(
    severity=Severity.MEDIUM,
    title="A trail's files are not kept safe",
    why="Who broke in reads there what is worth taking, and removes the lines about it unseen.",
    fix="Set kmsKeyId to a key of your own, and enableLogFileValidation.",
    source="sheet 33; https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html",
)
def unprotected_trail(trail: Trail) -> Iterator[Finding]:
    if trail.peek("kmsKeyId") in (None, ""):
        yield Finding(trail, "key", "has no kmsKeyId: who may read the bucket reads its files")
    if not trail.flag("enableLogFileValidation"):
        yield Finding(trail, "validation", "has no enableLogFileValidation: a change goes unseen")
