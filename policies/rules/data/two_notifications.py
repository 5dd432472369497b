"""Two resources set what one bucket notifies."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import View
from policies.views.iam import linked
from policies.views.s3 import Bucket, BucketNotification


@rule(
    severity=Severity.HIGH,
    title="Two notifications overwrite each other",
    why="A bucket has one such setting: the last of them wins, and the others' events stop.",
    fix="Put everything the bucket notifies into one BucketNotification.",
    source="https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/",
)
def two_notifications(stack: Stack) -> Iterator[Finding]:
    by_bucket: dict[object, list[View]] = {}
    for notification in stack.of(BucketNotification):
        buckets = linked(notification, "bucket", Bucket)
        name = notification.peek("bucket")
        if len(buckets) == 1:
            by_bucket.setdefault(buckets[0], []).append(notification)
        elif isinstance(name, str) and name:
            by_bucket.setdefault(name, []).append(notification)
    for bucket, several in by_bucket.items():
        if len(several) > 1:
            several.sort(key=lambda view: view.urn)
            names = " and ".join(view.name for view in several)
            at = bucket if isinstance(bucket, View) else several[0]
            yield Finding(at, "notifications", f"its notifications are set by {names}")
