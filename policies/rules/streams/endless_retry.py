"""One bad record stops a shard."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.iam import linked
from policies.views.kinesis import Stream
from policies.views.lambda_ import EventSourceMapping
from policies.views.tables import Table


@rule(
    severity=Severity.MEDIUM,
    title="One bad record stops a shard",
    why="Lambda tries its batch again until it expires, up to seven days, and all behind it waits.",
    fix="Set maximumRetryAttempts or maximumRecordAgeInSeconds, and an on-failure destination.",
    source="sheet 39; https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
)
def endless_retry(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    if not _is_stream(mapping):
        return
    limits = ("maximumRetryAttempts", "maximumRecordAgeInSeconds")
    limited = any((mapping.number(limit, -1) or 0) >= 0 for limit in limits)
    kept = mapping.peek("destinationConfig.onFailure.destinationArn") not in (None, "")
    kept = kept or mapping.peek("destinationConfig") is UNKNOWN
    if not limited:
        yield Finding(mapping, "retries", "tries a batch that fails until its records expire")
    elif not kept:
        yield Finding(mapping, "destination", "gives up on a batch, and nothing keeps its place")


def _is_stream(mapping: EventSourceMapping) -> bool:
    arn = mapping.peek("eventSourceArn")
    if isinstance(arn, str):
        return ":kinesis:" in arn or (":dynamodb:" in arn and "/stream/" in arn)
    if linked(mapping, "eventSourceArn", Stream) or linked(mapping, "eventSourceArn", Table):
        return True
    if arn is UNKNOWN and not mapping.resource.property_dependencies.get("eventSourceArn"):
        raise Undecided(mapping.resource, "eventSourceArn")
    return False
