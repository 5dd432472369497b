"""Records that a delivery stream failed at start the consumer of those it delivered."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Stack, Undecided
from policies.views.firehose import DeliveryStream
from policies.views.linked import linked
from policies.views.s3 import Bucket, BucketNotification

LISTS = ("lambdaFunctions", "queues", "topics")


@rule(
    severity=Severity.MEDIUM,
    title="Failed records start the consumer of delivered ones",
    why="It gets Firehose's error records in a form that it does not expect, and fails at them.",
    fix="Give data and errors prefixes of their own, and the notification the data's filterPrefix.",
    source="sheet 23; https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html",
)
def failures_start_consumer(notification: Joined[BucketNotification]) -> Iterator[Finding]:
    if notification.stack is None:
        return
    buckets = linked(notification, "bucket", Bucket)
    delivering, unclear = notification.stack.once(_delivering)
    for stream in {one: None for bucket in buckets for one in delivering.get(bucket, ())}:
        if not stream.may_fail:
            continue
        errors = _fixed(stream.error_prefix or f"{stream.prefix}processing-failed/")
        for place in _open_to(notification, errors):
            message = f"{place} also starts for what {stream.name} fails at"
            yield Finding(notification, f"{place}/{stream.name}", message)
    if unclear is not None:
        raise unclear


def _delivering(stack: Stack) -> tuple[dict[Bucket, list[DeliveryStream]], Undecided | None]:
    """Bucket → the streams that deliver to it; and why it is not known of one of them."""
    found: dict[Bucket, list[DeliveryStream]] = {}
    unclear = None
    for stream in stack.of(DeliveryStream):
        try:
            if bucket := stream.bucket:
                found.setdefault(bucket, []).append(stream)
        except Undecided as unknown:
            unclear = unclear or unknown
    return found, unclear


def _fixed(prefix: str) -> str:
    """What stands before the first expression."""
    return prefix.partition("!{")[0]


def _open_to(notification: BucketNotification, errors: str) -> Iterator[str]:
    """The entries that every key under `errors` passes."""
    for listed in LISTS:
        entries = notification.peek(listed)
        if entries is UNKNOWN:
            raise Undecided(notification.resource, listed)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            place = f"{listed}[{index}]"
            # A suffix lets through what only delivered objects end in.
            if entry is UNKNOWN or notification.peek(f"{place}.filterSuffix") not in (None, ""):
                continue
            if errors.startswith(notification.text(f"{place}.filterPrefix")):
                yield place
