"""A function's runtime will be given up soon."""

from collections.abc import Iterator
from datetime import timedelta

from policies.core import Finding, Severity, rule
from policies.exemptions import today_utc
from policies.views.lambda_ import Function
from policies.views.runtimes import end_of


@rule(
    severity=Severity.LOW,
    title="A function's runtime is deprecated soon",
    why="The day comes with no warning but a mail to the account's owner.",
    fix="Plan the move to a current runtime of the language.",
    source="sheet 39; https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    settings={
        "days": {
            "type": "integer",
            "minimum": 1,
            "default": 180,
            "description": "How many days before the end to speak up.",
        }
    },
)
def runtime_ends_soon(function: Function) -> Iterator[Finding]:
    end = end_of(function)
    ahead = timedelta(days=runtime_ends_soon.settings["days"])
    if end is not None and today_utc() < end <= today_utc() + ahead:
        yield Finding(
            function, "runtime", f"{function.text('runtime')} is deprecated from {end} on"
        )
