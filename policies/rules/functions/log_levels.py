"""Log levels for a function that writes plain text."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.lambda_ import Function


@rule(
    severity=Severity.MEDIUM,
    title="Log levels need the JSON format",
    why="Lambda filters by level only what it can read: with plain text AWS refuses the setting.",
    fix="Set loggingConfig.logFormat to JSON, or leave the levels out.",
    source="sheet 17; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html",
)
def log_levels(function: Function) -> Iterator[Finding]:
    if function.text("loggingConfig.logFormat", "Text").upper() == "JSON":
        return
    for level in ("applicationLogLevel", "systemLogLevel"):
        if function.peek(f"loggingConfig.{level}") not in (None, ""):
            yield Finding(function, level, f"{level} is set, but logFormat is not JSON")
