"""An API destination calls as fast as EventBridge can."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.events import ApiDestination

DEFAULT = 300
"""Calls a second where nothing is set."""


@rule(
    severity=Severity.LOW,
    title="An API destination's rate is nobody's choice",
    why="A burst of events is a burst of calls; what the other side refuses is tried again.",
    fix="Set invocationRateLimitPerSecond to what the other side bears.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
)
def unlimited_destination(destination: ApiDestination) -> Iterator[Finding]:
    if destination.number("invocationRateLimitPerSecond") is None:
        message = f"sets no invocationRateLimitPerSecond: it calls up to {DEFAULT} times a second"
        yield Finding(destination, "rate", message)
