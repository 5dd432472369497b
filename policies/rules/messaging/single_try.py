"""A message that a function gets is tried once."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linking
from policies.views.redrive import Redriven


@rule(
    severity=Severity.MEDIUM,
    title="A message is set aside at its first failure",
    why="A throttled call counts as a try, and one bad message takes its whole batch along.",
    fix="Raise maxReceiveCount to 5 or more.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    settings={
        "minimum": {
            "type": "integer",
            "minimum": 2,
            "default": 2,
            "description": "Fewest tries of a message that a function gets.",
        }
    },
)
def single_try(redriven: Joined[Redriven]) -> Iterator[Finding]:
    source = redriven.source
    if source is None or redriven.peek("redrivePolicy") in (None, ""):
        return
    if not linking(source, EventSourceMapping, "eventSourceArn"):
        return
    receives = redriven.receives
    if receives is not None and receives < single_try.settings["minimum"]:
        yield Finding(source, "receives", f"feeds a function with maxReceiveCount {receives:g}")
