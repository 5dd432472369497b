import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.missing_dead_letter import missing_dead_letter
from tests.support.builders import arn, bucket, function, mapping, queue, resource, topic
from tests.support.findings import run_rule

WORKER = function("worker")
JOBS = queue("jobs")
FAILED = queue("jobs-failed")
FED = "feeds a function and has no dead-letter queue"
NO_TARGET_QUEUE = "has no dead-letter queue for what it cannot deliver"


def feeds(source, target=WORKER):
    return mapping(f"{source.name}-mapping", source=source, target=target)


def redrive(to):
    return {"redrivePolicy": json.dumps({"deadLetterTargetArn": to, "maxReceiveCount": 5})}


def target(name="target", to=WORKER, **props):
    return resource("aws:cloudwatch/eventTarget:EventTarget", name, arn=to, rule="r", **props)


def subscription(to):
    return resource(
        "aws:sns/topicSubscription:TopicSubscription",
        "sub",
        topic=topic("news"),
        protocol="lambda",
        endpoint=to,
    )


def lost(by):
    return f"is called by {by} and has no place for the events it fails at"


CASES = [
    ("nothing there", [], []),
    ("queue that feeds nobody", [JOBS], []),
    ("queue that feeds a function", [JOBS, WORKER, feeds(JOBS)], [FED]),
    (
        "by its ARN",
        [
            queue("jobs", arn=arn("sqs", "jobs")),
            WORKER,
            mapping("m", source=arn("sqs", "jobs"), target=WORKER),
        ],
        [FED],
    ),
    (
        "with a redrive policy",
        [queue("jobs", **redrive(arn("sqs", "jobs-failed"))), WORKER, feeds(JOBS)],
        [],
    ),
    (
        "with one that preview does not know",
        [
            queue("jobs", redrivePolicy=UNKNOWN, deps={"redrivePolicy": [FAILED]}),
            FAILED,
            feeds(JOBS),
        ],
        [],
    ),
    (
        "with one of its own resource",
        [
            JOBS,
            FAILED,
            resource(
                "aws:sqs/redrivePolicy:RedrivePolicy", "r", queueUrl=JOBS, redrivePolicy=FAILED
            ),
            feeds(JOBS),
        ],
        [],
    ),
    (
        "a dead-letter queue that feeds a function",
        [
            queue("jobs", redrivePolicy=UNKNOWN, deps={"redrivePolicy": [FAILED]}),
            FAILED,
            WORKER,
            feeds(FAILED),
        ],
        [],
    ),
    ("a stream", [WORKER, mapping("m", source=arn("kinesis", "stream/s"), target=WORKER)], []),
    (
        "rule target",
        [target(to=JOBS), JOBS],
        [NO_TARGET_QUEUE],
    ),
    ("rule target with a queue", [target(to=JOBS, deadLetterConfig={"arn": FAILED}), FAILED], []),
    (
        "function that a topic calls",
        [topic("news"), WORKER, subscription(WORKER)],
        [lost("a topic")],
    ),
    (
        "function that a topic and a bucket call",
        [
            WORKER,
            subscription(WORKER),
            resource(
                "aws:s3/bucketNotification:BucketNotification",
                "n",
                bucket=bucket("b"),
                lambdaFunctions=[{"lambdaFunctionArn": WORKER, "events": ["s3:ObjectCreated:*"]}],
            ),
        ],
        [lost("a bucket and a topic")],
    ),
    (
        "function with a dead-letter queue",
        [function("worker", deadLetterConfig={"targetArn": FAILED}), FAILED, subscription(WORKER)],
        [],
    ),
    (
        "function with an on-failure destination",
        [
            WORKER,
            FAILED,
            subscription(WORKER),
            resource(
                "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
                "c",
                functionName=WORKER,
                destinationConfig={"onFailure": {"destination": FAILED}},
            ),
        ],
        [],
    ),
    (
        "unknown",
        [
            mapping("m", source=UNKNOWN, target=WORKER),
            target(to=JOBS, deadLetterConfig=UNKNOWN),
            function("worker", deadLetterConfig=UNKNOWN),
            subscription(WORKER),
        ],
        [
            "undecided: eventSourceArn is not known at preview",
            "undecided: deadLetterConfig is not known at preview",
            "undecided: deadLetterConfig is not known at preview",
        ],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_dead_letter(name, resources, expected):
    assert run_rule(missing_dead_letter, resources) == expected
