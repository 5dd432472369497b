"""The function in a delivery stream has too little time, or more than Firehose waits."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.firehose import DeliveryStream

LONGEST = 300
"""Seconds that Firehose waits for an answer."""


@rule(
    severity=Severity.MEDIUM,
    title="A record transformer's timeout does not fit",
    why="Firehose gives up on the call, tries again, and sets the whole batch aside in the end.",
    fix="Set the function's timeout to 60 to 300 seconds.",
    source="sheets 23 and 30; https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html",
    settings={
        "minimum": {
            "type": "integer",
            "minimum": 1,
            "default": 60,
            "description": "Fewest seconds of a function that transforms records.",
        }
    },
)
def transform_timeout(stream: Joined[DeliveryStream]) -> Iterator[Finding]:
    least = transform_timeout.settings["minimum"]
    for function in stream.transformers():
        seconds = function.timeout
        if seconds > LONGEST:
            message = f"waits {LONGEST} s for {function.name}, which may run {seconds:g} s"
        elif seconds < least:
            message = f"gives {function.name} {seconds:g} s for a batch; take {least} or more"
        else:
            continue
        yield Finding(stream, function.name, message)
