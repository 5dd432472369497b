"""A function runs on a runtime that AWS has given up."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.exemptions import today_utc
from policies.views.lambda_ import Function
from policies.views.runtimes import end_of


@rule(
    severity=Severity.MEDIUM,
    title="A function's runtime is deprecated",
    why="It gets no security updates; later its code can no longer be changed, on the day of an "
    "incident either.",
    fix="Move to a current runtime of the language.",
    source="sheets 08, 15, 20, 25 and 39; https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
)
def old_runtime(function: Function) -> Iterator[Finding]:
    end = end_of(function)
    if end is not None and end <= today_utc():
        yield Finding(function, "runtime", f"{function.text('runtime')} is deprecated since {end}")
