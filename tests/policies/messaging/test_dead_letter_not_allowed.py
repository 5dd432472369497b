import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.dead_letter_not_allowed import dead_letter_not_allowed
from tests.support.builders import allow, arn, function, policy_text, queue, resource, topic
from tests.support.findings import run_rule

DEAD, JOB, NEWS = queue("dead"), function("job"), topic("news")
EVENTS, SNS = "events.amazonaws.com", "sns.amazonaws.com"


def target(to=DEAD):
    config = {"deadLetterConfig": {"arn": to}} if to is not None else {}
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=JOB, **config)


def subscription(policy, **rest):
    kind = "aws:sns/topicSubscription:TopicSubscription"
    return resource(kind, "s", topic=NEWS, protocol="lambda", redrivePolicy=policy, **rest)


def lets_in(service, on=DEAD, action="sqs:SendMessage"):
    text = policy_text(allow(action, "*", Principal={"Service": service}))
    return resource("aws:sqs/queuePolicy:QueuePolicy", "p", queueUrl=on, policy=text)


SHUT = ["dead does not let events.amazonaws.com in (sqs:SendMessage)"]
SHUT_TO_SNS = ["dead does not let sns.amazonaws.com in (sqs:SendMessage)"]
NAMED = queue("dead", arn=arn("sqs", "dead"))
BY_TEXT = '{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:dead"}'

CASES = [
    ("nothing there", [], []),
    ("no dead letters", [DEAD, target(None)], []),
    ("the default", [DEAD, target()], SHUT),
    ("let in", [DEAD, target(), lets_in(EVENTS)], []),
    ("lets in another", [DEAD, target(), lets_in(SNS)], SHUT),
    ("lets it read", [DEAD, target(), lets_in(EVENTS, action="sqs:ReceiveMessage")], SHUT),
    ("lets it into another queue", [DEAD, target(), queue("b"), lets_in(EVENTS, queue("b"))], SHUT),
    ("a queue of another stack", [target(arn("sqs", "far"))], []),
    ("a subscription", [NAMED, subscription(BY_TEXT)], SHUT_TO_SNS),
    (
        "a subscription at preview",
        [DEAD, subscription(UNKNOWN, deps={"redrivePolicy": [DEAD]})],
        SHUT_TO_SNS,
    ),
    ("a subscription, let in", [NAMED, subscription(BY_TEXT), lets_in(SNS, NAMED)], []),
    (
        "policy unknown",
        [
            DEAD,
            target(),
            resource("aws:sqs/queuePolicy:QueuePolicy", "p", queueUrl=DEAD, policy=UNKNOWN),
        ],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_dead_letter_not_allowed(name, resources, expected):
    assert run_rule(dead_letter_not_allowed, resources) == expected
