"""A rule waits for a bucket's events, which the bucket does not send."""

import json
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.events import EventRule
from policies.views.linked import linked
from policies.views.s3 import Bucket, BucketNotification


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits for events a bucket does not send",
    why="S3 tells EventBridge of a bucket's changes only where that is switched on.",
    fix="Set eventbridge=True in the bucket's BucketNotification.",
    source="sheet 74; https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
)
def unsent_events(stack: Stack) -> Iterator[Finding | Open]:
    rules = stack.of(EventRule)
    if not rules:
        return
    sending: set[Bucket] = set()
    maybe: dict[Bucket, Open] = {}
    for notification in stack.of(BucketNotification):
        for bucket in linked(notification, "bucket", Bucket):
            try:
                if notification.eventbridge:
                    sending.add(bucket)
            except Undecided as unknown:
                maybe[bucket] = Open.of(unknown)
    for event_rule in rules:
        for bucket in _waits_for(event_rule, stack):
            if bucket in sending:
                continue
            message = f"waits for events of {bucket.name}, which sends none to EventBridge"
            yield maybe.get(bucket) or Finding(event_rule, bucket.urn, message)


def _waits_for(event_rule: EventRule, stack: Stack) -> list[Bucket]:
    """The buckets of this stack that the pattern names."""
    text = event_rule.peek("eventPattern")
    if text is UNKNOWN:
        # A pattern that is made from a bucket is about its events.
        return linked(event_rule, "eventPattern", Bucket)
    try:
        pattern = json.loads(text) if isinstance(text, str) else {}
        names = pattern["detail"]["bucket"]["name"] if "aws.s3" in pattern["source"] else []
    except (ValueError, RecursionError, KeyError, TypeError):
        return []
    named = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    # CloudTrail tells of calls in another form, and without the switch.
    if "CloudTrail" in str(pattern.get("detail-type")):
        return []
    return [bucket for name in named for bucket in stack.find(Bucket, name)]
