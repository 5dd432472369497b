import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.subscription_drops import subscription_drops
from tests.support.builders import arn, function, queue, resource, topic
from tests.support.findings import run_rule

NEWS, JOBS, WORKER = topic("news"), queue("jobs"), function("worker")


def subscribed(protocol, endpoint, **props):
    kind = "aws:sns/topicSubscription:TopicSubscription"
    one = resource(kind, "s", topic=NEWS, protocol=protocol, endpoint=endpoint, **props)
    return [NEWS, JOBS, WORKER, one]


HOURS = ["has no redrivePolicy: after some hours the message is gone"]
DAYS = ["has no redrivePolicy: after 23 days the message is gone"]

CASES = [
    ("nothing there", [], []),
    ("a web hook", subscribed("https", "https://hooks.example.com/news"), HOURS),
    (
        "a web hook with a queue",
        subscribed("https", "https://example.com", redrivePolicy=UNKNOWN),
        [],
    ),
    ("an empty policy", subscribed("https", "https://example.com", redrivePolicy=""), HOURS),
    ("a delivery stream", subscribed("firehose", arn("firehose", "deliverystream/audit")), DAYS),
    ("a queue of another stack", subscribed("sqs", arn("sqs", "far")), DAYS),
    ("a function of another stack", subscribed("lambda", arn("lambda", "function:far")), DAYS),
    ("a queue of this stack", subscribed("sqs", JOBS), []),
    ("a function of this stack", subscribed("lambda", WORKER), []),
    ("people", subscribed("email", "team@example.com"), []),
    (
        "endpoint unknown",
        subscribed("sqs", UNKNOWN),
        ["undecided: endpoint is not known at preview"],
    ),
    (
        "protocol unknown",
        subscribed(UNKNOWN, JOBS),
        ["undecided: protocol is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_subscription_drops(name, resources, expected):
    assert run_rule(subscription_drops, resources) == expected


def test_the_same_stack_can_be_asked_too():
    subscription_drops.configure({"same_stack": True})
    try:
        assert run_rule(subscription_drops, subscribed("sqs", JOBS)) == DAYS
    finally:
        subscription_drops.configure({})
