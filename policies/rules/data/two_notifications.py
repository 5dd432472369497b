"""Two resources set what one bucket notifies."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.linked import gathered
from policies.views.s3 import Bucket, BucketNotification


@rule(
    severity=Severity.HIGH,
    title="Two notifications overwrite each other",
    why="A bucket has one such setting: the last of them wins, and the others' events stop.",
    fix="Put everything the bucket notifies into one BucketNotification.",
    source="https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/",
)
def two_notifications(stack: Stack) -> Iterator[Finding]:
    for place, several in gathered(stack, BucketNotification, "bucket", Bucket):
        if len(several) > 1:
            names = " and ".join(view.name for view in several)
            yield Finding(place, "notifications", f"its notifications are set by {names}")
