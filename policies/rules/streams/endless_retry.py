"""One bad record stops a shard."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.views.lambda_ import EventSourceMapping
from policies.views.stream_readers import gives_up, reads_stream


@rule(
    severity=Severity.MEDIUM,
    title="One bad record stops a shard",
    why="Lambda tries its batch again until it expires, up to seven days, and all behind it waits.",
    fix="Set maximumRetryAttempts or maximumRecordAgeInSeconds, and an on-failure destination.",
    source="sheet 39; https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
)
def endless_retry(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    if not reads_stream(mapping):
        return
    kept = mapping.peek("destinationConfig.onFailure.destinationArn") not in (None, "")
    kept = kept or mapping.peek("destinationConfig") is UNKNOWN
    if not gives_up(mapping):
        yield Finding(mapping, "retries", "tries a batch that fails until its records expire")
    elif not kept:
        yield Finding(mapping, "destination", "gives up on a batch, and nothing keeps its place")
