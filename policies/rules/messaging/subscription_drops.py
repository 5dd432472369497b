"""Messages that a subscriber does not take vanish."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.delivery import ends
from policies.views.sns import TopicSubscription

TRIED_FOR = {
    "http": "some hours",
    "https": "some hours",
    "firehose": "23 days",
    "lambda": "23 days",
    "sqs": "23 days",
}
"""Protocol → how long SNS tries at an endpoint that answers with an error of its own."""


@rule(
    severity=Severity.MEDIUM,
    title="What a subscriber does not take vanishes",
    why="SNS tries for a while, and not at all where the endpoint is gone or refuses it; then it "
    "deletes the message.",
    fix="Name a queue that lets sns.amazonaws.com in, in the subscription's redrivePolicy.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
    settings={
        "same_stack": {
            "type": "boolean",
            "default": False,
            "description": "Ask it of functions and queues of the same stack, too.",
        }
    },
)
def subscription_drops(subscription: Joined[TopicSubscription]) -> Iterator[Finding]:
    protocol = subscription.protocol
    if protocol not in TRIED_FOR or subscription.has_redrive:
        return
    # One that the stack makes goes and comes with the subscription, and other rules see its policy.
    if protocol in ("lambda", "sqs") and not subscription_drops.settings["same_stack"]:
        if ends(subscription, "endpoint"):
            return
        behind = subscription.resource.property_dependencies.get("endpoint")
        if subscription.peek("endpoint") is UNKNOWN and not behind:
            raise Undecided(subscription.resource, "endpoint")
    message = f"has no redrivePolicy: after {TRIED_FOR[protocol]} the message is gone"
    yield Finding(subscription, "redrive", message)
