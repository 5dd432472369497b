"""More readers than one shard serves."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import View
from policies.views.kinesis import Stream
from policies.views.linked import linked
from policies.views.tables import Table

MOST = 2
READERS = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": "eventSourceArn",
    "aws:pipes/pipe:Pipe": "source",
}


@rule(
    severity=Severity.MEDIUM,
    title="A stream has more readers than a shard serves",
    why="They share five reads (Kinesis) or two readers (DynamoDB) of a shard: each is throttled "
    "and falls behind.",
    fix="Register enhanced fan-out consumers (Kinesis), or let one reader pass on to a topic.",
    source="sheet 26; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
)
def too_many_readers(stack: Stack) -> Iterator[Finding]:
    readers: dict[View, list[str]] = {}
    for token, prop in READERS.items():
        for resource in stack.typed(token):
            reader = View(resource, stack)
            if reader.peek("enabled") is False or reader.peek("desiredState") == "STOPPED":
                continue
            sources: list[View] = [*linked(reader, prop, Stream), *linked(reader, prop, Table)]
            for source in sources:
                readers.setdefault(source, []).append(reader.name)
    for source, names in readers.items():
        if len(names) > MOST:
            message = f"has {len(names)} readers on each shard: {', '.join(sorted(names))}"
            yield Finding(source, "readers", message)
