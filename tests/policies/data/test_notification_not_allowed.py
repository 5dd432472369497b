import pytest

from policies.core import UNKNOWN
from policies.rules.data.notification_not_allowed import notification_not_allowed
from tests.support.builders import allow, bucket, function, policy_text, queue, resource
from tests.support.findings import run_rule

WORKER = function("worker")
JOBS = queue("jobs")


def notification(**props):
    return resource(
        "aws:s3/bucketNotification:BucketNotification", "n", bucket=bucket("b"), **props
    )


def permission(principal):
    return resource(
        "aws:lambda/permission:Permission",
        "p",
        principal=principal,
        action="lambda:InvokeFunction",
        function=WORKER,
    )


CALLS = notification(lambdaFunctions=[{"lambdaFunctionArn": WORKER, "events": ["s3:*"]}])
SENDS = notification(queues=[{"queueArn": JOBS, "events": ["s3:*"]}])

CASES = [
    ("nothing there", [], []),
    ("to the bus", [notification(eventbridge=True)], []),
    (
        "function without permission",
        [WORKER, CALLS],
        ["worker does not let S3 in (lambda:InvokeFunction)"],
    ),
    ("function with permission", [WORKER, permission("s3.amazonaws.com"), CALLS], []),
    (
        "function that lets SNS in",
        [WORKER, permission("sns.amazonaws.com"), CALLS],
        ["worker does not let S3 in (lambda:InvokeFunction)"],
    ),
    ("queue without policy", [JOBS, SENDS], ["jobs does not let S3 in (sqs:SendMessage)"]),
    (
        "queue with policy",
        [
            JOBS,
            resource(
                "aws:sqs/queuePolicy:QueuePolicy",
                "qp",
                queueUrl=JOBS,
                policy=policy_text(
                    allow("sqs:SendMessage", "*", Principal={"Service": "s3.amazonaws.com"})
                ),
            ),
            SENDS,
        ],
        [],
    ),
    ("queue of another stack", [SENDS], []),
    (
        "principal unknown",
        [WORKER, permission(UNKNOWN), CALLS],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_notification_not_allowed(name, resources, expected):
    assert run_rule(notification_not_allowed, resources) == expected
