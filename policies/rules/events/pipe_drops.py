"""What a pipe cannot pass on stops it, or vanishes."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.kinesis import Stream
from policies.views.linked import linked
from policies.views.pipes import Pipe
from policies.views.redrive import has_dead_letter
from policies.views.sqs import Queue
from policies.views.stream_readers import is_stream_arn
from policies.views.tables import Table


@rule(
    severity=Severity.MEDIUM,
    title="What a pipe fails at stops it or vanishes",
    why="A bad record is tried until it expires and holds up its shard; a message that goes round "
    "is deleted at the end of its retention.",
    fix="Queue: redrivePolicy. Stream: maximumRetryAttempts or maximumRecordAgeInSeconds, and "
    "deadLetterConfig.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html",
)
def pipe_drops(pipe: Joined[Pipe]) -> Iterator[Finding]:
    source = pipe.peek("source")
    streams = [*linked(pipe, "source", Stream), *linked(pipe, "source", Table)]
    queues = linked(pipe, "source", Queue)
    if source is UNKNOWN and not pipe.resource.property_dependencies.get("source"):
        raise Undecided(pipe.resource, "source")
    for queue in queues:
        if not has_dead_letter(queue):
            yield Finding(pipe, queue.name, f"reads {queue.name}, which has no dead-letter queue")
    if streams or (isinstance(source, str) and is_stream_arn(source)):
        yield from _stream(pipe)


def _stream(pipe: Pipe) -> Iterator[Finding]:
    kinds = ("kinesisStreamParameters", "dynamodbStreamParameters")
    paths = [f"sourceParameters.{kind}" for kind in kinds]
    path = next((path for path in paths if pipe.peek(path) is not None), paths[0])
    limits = ("maximumRetryAttempts", "maximumRecordAgeInSeconds")
    # AWS takes 0 as "no retry", and -1 (or nothing) as "until it expires".
    if not any((pipe.number(f"{path}.{limit}", -1) or 0) >= 0 for limit in limits):
        yield Finding(pipe, "retries", "tries a batch that fails until its records expire")
    elif pipe.peek(f"{path}.deadLetterConfig") in (None, {}):
        yield Finding(pipe, "dead-letter", "gives up on a batch, and nothing keeps its place")
