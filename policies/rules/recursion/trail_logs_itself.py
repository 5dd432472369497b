"""A trail records the delivery of its own files."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.cloudtrail import Trail


@rule(
    severity=Severity.MEDIUM,
    title="A trail records its own deliveries",
    why="Each file that CloudTrail puts is an event of the next file: files and bill grow without "
    "anybody doing anything.",
    fix="Leave the trail's own bucket out of its data events.",
    source="sheet 80; https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html",
)
def trail_logs_itself(trail: Joined[Trail]) -> Iterator[Finding]:
    if not trail.on:
        return
    for bucket in trail.buckets:
        if trail.records_writes_to(bucket):
            message = f"records what is put into {bucket.name}, where it puts its own files"
            yield Finding(trail, bucket.name, message)
