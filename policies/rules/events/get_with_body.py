"""A body goes along with a request whose body nobody reads."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.events import ApiDestination, EventTarget
from policies.views.linked import linked

WITHOUT_BODY = ("GET", "HEAD")


@rule(
    severity=Severity.LOW,
    title="A target makes a body for a GET",
    why="HTTP gives the body of a GET no meaning: servers leave it unread, and some refuse it.",
    fix="Use POST or PUT, or pass the values in httpTarget's query string or path.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
)
def get_with_body(target: Joined[EventTarget]) -> Iterator[Finding]:
    made = [p for p in ("inputTransformer", "input") if target.peek(p) not in (None, "")]
    # With httpTarget the values may go elsewhere than into the body.
    if not made or target.peek("httpTarget") not in (None, {}):
        return
    for destination in linked(target, "arn", ApiDestination):
        method = destination.method
        if method in WITHOUT_BODY:
            message = f"has an {made[0]} for {destination.name}, which is called by {method}"
            yield Finding(target, destination.name, message)
