"""A rule waits for objects by way of CloudTrail."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.events import EventRule
from policies.views.patterns import BY_TRAIL, listed, written

CHANGES = {"PutObject", "CopyObject", "CompleteMultipartUpload", "DeleteObject", "DeleteObjects"}
ONLY_THERE = ("userIdentity", "sourceIPAddress", "userAgent", "errorCode", "readOnly")
"""Fields that the bucket's own events do not have."""


@rule(
    severity=Severity.LOW,
    title="A rule waits for objects through CloudTrail",
    why="Such events come only where a trail records the bucket's data events, which are paid for "
    "one by one; without it the rule is never met.",
    fix="Set eventbridge=True in the bucket's notification, and match detail-type Object Created "
    "or Object Deleted.",
    source="sheet 29; https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html",
)
def objects_by_trail(event_rule: EventRule) -> Iterator[Finding]:
    pattern = written(event_rule)
    detail = pattern.get("detail")
    if pattern.get("detail-type") != [BY_TRAIL] or not isinstance(detail, dict):
        return
    calls = listed(detail.get("eventName"))
    if "aws.s3" not in listed(pattern.get("source")) or not calls or not set(calls) <= CHANGES:
        return
    if not any(field in detail for field in ONLY_THERE):
        message = f"waits for {' and '.join(calls)} as CloudTrail tells them"
        yield Finding(event_rule, "objects", message)
