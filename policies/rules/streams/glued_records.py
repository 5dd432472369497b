"""Events lie in a bucket end to end, with no line of their own."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.events import EventTarget
from policies.views.firehose import DeliveryStream
from policies.views.linked import linked


@rule(
    severity=Severity.LOW,
    title="Events are stored end to end on one line",
    why="Athena and most readers take one JSON document per line, and see only the first one.",
    fix="Add the processor AppendDelimiterToRecord, or end the input template with a line break.",
    source="sheet 30; https://docs.aws.amazon.com/firehose/latest/APIReference/API_Processor.html",
)
def glued_records(target: Joined[EventTarget]) -> Iterator[Finding]:
    for stream in linked(target, "arn", DeliveryStream):
        if not stream.to_bucket or stream.converts:
            continue
        if {kind for kind, _ in stream.processors()} & {"AppendDelimiterToRecord", "Lambda"}:
            continue
        template = target.peek("inputTransformer.inputTemplate")
        if template is UNKNOWN:
            raise Undecided(target.resource, "inputTransformer.inputTemplate")
        if not (isinstance(template, str) and template.endswith("\n")):
            message = f"puts events into {stream.name}, which writes no line break between them"
            yield Finding(target, stream.name, message)
