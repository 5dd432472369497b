"""A topic's subscriber does not let SNS in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.delivery import ACTIONS, answers
from policies.views.invocation import Verdict
from policies.views.sns import TopicSubscription


@rule(
    severity=Severity.HIGH,
    title="A subscriber does not let SNS in",
    why="The topic takes messages and delivers none; only a metric of failures shows it.",
    fix="Add a lambda Permission, or a policy of the queue, for sns.amazonaws.com with the topic "
    "as source.",
    source="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
)
def subscription_not_allowed(subscription: Joined[TopicSubscription]) -> Iterator[Finding | Open]:
    if subscription.peek("protocol") not in ("sqs", "lambda"):
        return
    for answer in answers(subscription, "endpoint", "sns.amazonaws.com"):
        end = answer.end
        if answer.verdict is Verdict.NO:
            refused = f"{end.name} does not let SNS in ({ACTIONS[type(end)]})"
            yield Finding(subscription, end.urn, refused + answer.near)
        elif answer.verdict is Verdict.OPEN:
            yield Open(end.resource, "policy")
