"""A function that may run zero times at once."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.lambda_ import Function


@rule(
    severity=Severity.MEDIUM,
    title="A function is switched off",
    why="Reserved concurrency of 0 refuses every call; what calls it fails or waits.",
    fix="Remove reservedConcurrentExecutions, or set what it may use at most.",
    source="sheet 41; https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
)
def never_runs(function: Function) -> Iterator[Finding]:
    if function.reserved_concurrency == 0:
        yield Finding(function, "reserved", "reservedConcurrentExecutions is 0: it never runs")
