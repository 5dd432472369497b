"""A log filter's pattern is longer than CloudWatch takes."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.logs import LogFilter

MOST = 1024


@rule(
    severity=Severity.MEDIUM,
    title="A log filter's pattern is too long",
    why="AWS refuses it in the middle of the deployment; a list of names in it grows into that.",
    fix="Keep the pattern coarse, and sort out the lines in the function that gets them.",
    source="sheet 68; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html",
)
def long_filter(log_filter: LogFilter) -> Iterator[Finding]:
    length = len(log_filter.pattern)
    if length > MOST:
        yield Finding(log_filter, "length", f"its pattern has {length} characters of {MOST}")
