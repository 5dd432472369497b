"""A subscription that no message reaches."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.matching import passes_nothing
from policies.views.sns import TopicSubscription


@rule(
    severity=Severity.MEDIUM,
    title="No message passes a subscription's filter",
    why="The topic drops all of them for this subscriber, and counts that as success.",
    fix='Write each value as a list of what the attribute may hold: {"kind": ["paid"]}.',
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html",
)
def impossible_filter(subscription: TopicSubscription) -> Iterator[Finding]:
    text = subscription.read("filterPolicy")
    if text in (None, "", {}):
        return
    reason = passes_nothing(text)
    if reason:
        yield Finding(subscription, "filter", f"filterPolicy {reason}")
