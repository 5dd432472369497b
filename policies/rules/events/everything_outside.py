"""All events of a source leave AWS as they are."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.events import ApiDestination, EventTarget
from policies.views.linked import linked
from policies.views.patterns import all_of_its_sources


@rule(
    severity=Severity.LOW,
    title="All events of a source leave AWS as they are",
    why="The other side gets every field, account id and names too, of each event of today and of "
    "those that somebody adds next year; each is a paid call.",
    fix="Match on detail-type, or choose the fields with an inputTransformer.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
)
def everything_outside(target: Joined[EventTarget]) -> Iterator[Finding]:
    arn = target.peek("arn")
    outside = linked(target, "arn", ApiDestination)
    if not outside and not (isinstance(arn, str) and ":api-destination/" in arn):
        return
    # Chosen, whatever they are: a constant, a part, a template.
    if any(target.peek(p) not in (None, "") for p in ("input", "inputPath", "inputTransformer")):
        return
    event_rule = target.rule
    if event_rule is not None and all_of_its_sources(event_rule):
        to = outside[0].name if outside else "an API destination"
        yield Finding(target, "whole", f"sends all events of {event_rule.name} whole to {to}")
