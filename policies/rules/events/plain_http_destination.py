"""Events leave over plain HTTP."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.events import ApiDestination


@rule(
    severity=Severity.MEDIUM,
    title="Events are sent over plain HTTP",
    why="What is in them, and the credentials of the connection, can be read on the way.",
    fix="Give an invocationEndpoint that begins with https://.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
)
def plain_http_destination(destination: ApiDestination) -> Iterator[Finding]:
    address = destination.address
    if address.lower().startswith("http://"):
        yield Finding(destination, "http", f"sends to {address.partition('?')[0]}")
