import pytest

from policies.core import UNKNOWN
from policies.rules.iam.messages_without_tls import messages_without_tls
from tests.support.builders import (
    arn,
    bucket,
    component,
    policy_text,
    queue,
    resource,
    topic,
)
from tests.support.findings import run_rule

JOBS = queue("jobs")
OPEN = "has no policy that refuses requests without TLS"


def refused(principal="*", value="false", **rest):
    condition = {"Bool": {"aws:SecureTransport": value}}
    return {
        "Effect": "Deny",
        "Principal": principal,
        "Action": "*",
        "Resource": "*",
        "Condition": condition,
        **rest,
    }


def access(*statements, on=JOBS, text=None):
    text = policy_text(*statements) if text is None else text
    return resource("aws:sqs/queuePolicy:QueuePolicy", "access", queueUrl=on, policy=text)


TOLD = component("block", access={"Statement": [refused(Resource="self")]})

CASES = [
    ("nothing", [component("c")], []),
    ("a queue without a policy", [JOBS], [OPEN]),
    ("a bucket is another rule's", [bucket("b")], []),
    ("a topic without a policy", [topic("news")], [OPEN]),
    ("refused", [JOBS, access(refused())], []),
    ("refused to all with an account", [JOBS, access(refused({"AWS": "*"}))], []),
    ("refused as a real boolean", [JOBS, access(refused(value=False))], []),
    ("refused by the queue itself", [queue("q", policy=policy_text(refused()))], []),
    ("refused to one", [JOBS, access(refused({"AWS": "123456789012"}))], [OPEN]),
    ("the other way round", [JOBS, access(refused(value="true"))], [OPEN]),
    ("allowed over TLS", [JOBS, access(refused(Effect="Allow", value="true"))], [OPEN]),
    ("another queue's policy", [JOBS, queue("b"), access(refused(), on=queue("b"))], [OPEN]),
    ("a policy of another stack's queue", [JOBS, access(refused(), on=arn("sqs", "x"))], [OPEN]),
    (
        "a topic's policy",
        [
            topic("news"),
            resource(
                "aws:sns/topicPolicy:TopicPolicy",
                "p",
                arn=topic("news"),
                policy=policy_text(refused()),
            ),
        ],
        [],
    ),
    (
        "told by the component, text unknown",
        [
            TOLD,
            JOBS,
            resource(
                "aws:sqs/queuePolicy:QueuePolicy",
                "access",
                parent=TOLD,
                queueUrl=JOBS,
                policy=UNKNOWN,
            ),
        ],
        [],
    ),
    (
        "unknown",
        [JOBS, access(text=UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "a policy of an unknown queue",
        [JOBS, access(refused(), on=UNKNOWN)],
        ["undecided: queueUrl is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_messages_without_tls(name, resources, expected):
    assert run_rule(messages_without_tls, resources) == expected
