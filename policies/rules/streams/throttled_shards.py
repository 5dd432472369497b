"""Shards are read in more lanes than the function runs."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.kinesis import Stream
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.stream_readers import reads_stream


@rule(
    severity=Severity.LOW,
    title="A stream has more lanes than its function runs",
    why="The lanes that are throttled fall behind, and those of one shard starve those of another.",
    fix="Reserve at least shards x parallelizationFactor for the function, or lower the factor.",
    source="sheets 26 and 39; https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html",
)
def throttled_shards(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    function = mapping.function
    if function is None or not mapping.enabled or not reads_stream(mapping):
        return
    reserved = function.reserved_concurrency
    if reserved <= 0:
        return
    lanes = mapping.number("parallelizationFactor", 1) or 1
    # On demand, and for tables, AWS decides on the shards; one there is always.
    streams = linked(mapping, "eventSourceArn", Stream)
    lanes *= (streams[0].number("shardCount", 1) or 1) if len(streams) == 1 else 1
    if lanes > reserved:
        message = f"reads in {lanes:g} lanes at once, {function.name} runs {reserved:g}"
        yield Finding(mapping, function.name, message)
