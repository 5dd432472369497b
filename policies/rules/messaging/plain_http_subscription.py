"""A topic's messages leave over plain HTTP."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.sns import TopicSubscription


@rule(
    severity=Severity.MEDIUM,
    title="A topic sends over plain HTTP",
    why="Its messages, and the address that confirms the subscription, can be read on the way.",
    fix="Use the protocol https and an endpoint that begins with https://.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
)
def plain_http_subscription(subscription: TopicSubscription) -> Iterator[Finding]:
    if subscription.protocol == "http":
        yield Finding(subscription, "http", "its protocol is http")
