"""A delivery stream says nowhere why it fails."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.firehose import DeliveryStream


@rule(
    severity=Severity.LOW,
    title="A delivery stream logs no errors",
    why="When nothing arrives any more, nothing tells whether role, key or target is to blame.",
    fix="Set cloudwatchLoggingOptions with enabled, logGroupName and logStreamName.",
    source="sheets 23 and 30; https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html",
)
def blind_delivery(stream: DeliveryStream) -> Iterator[Finding]:
    if not stream.place:
        return
    options = f"{stream.place}.cloudwatchLoggingOptions"
    if not stream.flag(f"{options}.enabled"):
        yield Finding(stream, "off", "has no cloudwatchLoggingOptions: its errors go nowhere")
        return
    missing = [
        n for n in ("logGroupName", "logStreamName") if stream.peek(f"{options}.{n}") is None
    ]
    if missing:
        yield Finding(stream, "where", f"logs errors, but names no {' and no '.join(missing)}")
