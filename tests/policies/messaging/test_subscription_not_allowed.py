import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.subscription_not_allowed import subscription_not_allowed
from tests.support.builders import allow, function, policy_text, queue, resource, topic
from tests.support.findings import run_rule

WORKER = function("worker")
JOBS = queue("jobs")
NEWS = topic("news")


def subscription(to, protocol):
    return resource(
        "aws:sns/topicSubscription:TopicSubscription",
        "s",
        topic=NEWS,
        endpoint=to,
        protocol=protocol,
    )


def queue_policy(text):
    return resource("aws:sqs/queuePolicy:QueuePolicy", "qp", queueUrl=JOBS, policy=text)


def sending(**who):
    return policy_text(allow("sqs:SendMessage", "*", Principal=who))


REFUSED = ["jobs does not let SNS in (sqs:SendMessage)"]

CASES = [
    ("nothing there", [], []),
    ("queue without policy", [JOBS, NEWS, subscription(JOBS, "sqs")], REFUSED),
    (
        "queue that lets SNS in",
        [JOBS, queue_policy(sending(Service="sns.amazonaws.com")), subscription(JOBS, "sqs")],
        [],
    ),
    (
        "queue that lets an account in",
        [JOBS, queue_policy(sending(AWS="123456789012")), subscription(JOBS, "sqs")],
        REFUSED,
    ),
    (
        "queue that lets everybody in is another rule's",
        [JOBS, queue_policy(sending(AWS="*")), subscription(JOBS, "sqs")],
        [],
    ),
    (
        "function without permission",
        [WORKER, subscription(WORKER, "lambda")],
        ["worker does not let SNS in (lambda:InvokeFunction)"],
    ),
    (
        "function with permission",
        [
            WORKER,
            resource(
                "aws:lambda/permission:Permission",
                "p",
                principal="sns.amazonaws.com",
                action="lambda:InvokeFunction",
                function=WORKER,
            ),
            subscription(WORKER, "lambda"),
        ],
        [],
    ),
    ("mail", [subscription("a@example.com", "email")], []),
    ("queue of another stack", [subscription("arn:aws:sqs:eu-west-1:1:jobs", "sqs")], []),
    (
        "policy unknown",
        [JOBS, queue_policy(UNKNOWN), subscription(JOBS, "sqs")],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_subscription_not_allowed(name, resources, expected):
    assert run_rule(subscription_not_allowed, resources) == expected
