"""A topic's or queue's key keeps out the service that sends to it."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import has_wildcard
from policies.view import Undecided, View
from policies.views.access import AccessHolder
from policies.views.kms import Key, KeyPolicy
from policies.views.linked import linked
from policies.views.sns import Topic
from policies.views.sqs import Queue

SENDERS = (
    ("aws:cloudwatch/eventTarget:EventTarget", "arn", "events.amazonaws.com"),
    ("aws:s3/bucketNotification:BucketNotification", "topics", "s3.amazonaws.com"),
    ("aws:s3/bucketNotification:BucketNotification", "queues", "s3.amazonaws.com"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions", "cloudwatch.amazonaws.com"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "okActions", "cloudwatch.amazonaws.com"),
    ("aws:sns/topicSubscription:TopicSubscription", "endpoint", "sns.amazonaws.com"),
)
"""Type → the property that names topics and queues, and the service that sends there."""
ACTION = "kms:GenerateDataKey"


@rule(
    severity=Severity.HIGH,
    title="A key keeps out who sends",
    why="The service may send, but not encrypt: what it sends is dropped without a word.",
    fix="Take a key of your own whose policy allows the service kms:GenerateDataKey* and "
    "kms:Decrypt; AWS's own keys cannot be opened to services.",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
)
def key_keeps_out(stack: Stack) -> Iterator[Finding | Open]:
    senders: dict[tuple[View, str], None] = {}
    for token, prop, service in SENDERS:
        for resource in stack.typed(token):
            view = View(resource, stack)
            if view.peek("roleArn") not in (None, ""):
                continue  # Its role encrypts.
            for place in (*linked(view, prop, Topic), *linked(view, prop, Queue)):
                senders[place, service] = None
    for place, service in senders:
        key = place.peek("kmsMasterKeyId")
        if key in (None, ""):
            continue
        if isinstance(key, str) and "alias/aws/" in key:
            message = f"is encrypted with {key}, which {service} cannot use"
            yield Finding(place, service, message)
            continue
        for own in linked(place, "kmsMasterKeyId", Key):
            try:
                if not _lets_in(own, service, stack):
                    message = f"is encrypted with {own.name}, whose policy leaves {service} out"
                    yield Finding(place, service, message)
            except Undecided as unknown:
                yield Open.of(unknown)


def _lets_in(key: Key, service: str, stack: Stack) -> bool:
    apart = [p for p in stack.of(KeyPolicy) if key in linked(p, "keyId", Key)]
    for holder in (key, *apart):
        for entry in AccessHolder(holder.resource, stack).allowing():
            who = [who for _, who in entry.who]
            named = any(
                not isinstance(one, str) or one == service or has_wildcard(one) for one in who
            )
            if named and entry.statement.covers(ACTION):
                return True
    return False
