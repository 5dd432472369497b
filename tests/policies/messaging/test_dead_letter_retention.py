import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.dead_letter_retention import dead_letter_retention
from tests.support.builders import arn, queue, resource
from tests.support.findings import run_rule

DAYS_4, DAYS_14 = 345_600, 1_209_600
FORGETS = "keeps messages for 345600 s, and jobs, whose failed ones it takes, for 1209600 s"


def pair(kept, kept_failed, **props):
    failed = queue("failed", messageRetentionSeconds=kept_failed, **props)
    jobs = queue(
        "jobs",
        messageRetentionSeconds=kept,
        redrivePolicy=UNKNOWN,
        deps={"redrivePolicy": [failed]},
        **props,
    )
    return [failed, jobs]


def by_arn():
    to = arn("sqs", "failed")
    text = json.dumps({"deadLetterTargetArn": to, "maxReceiveCount": 5})
    return [
        queue("failed", arn=to),
        queue("jobs", messageRetentionSeconds=DAYS_14, redrivePolicy=text),
    ]


def apart():
    failed, jobs = queue("failed"), queue("jobs", messageRetentionSeconds=DAYS_14)
    return [
        failed,
        jobs,
        resource("aws:sqs/redrivePolicy:RedrivePolicy", "r", queueUrl=jobs, redrivePolicy=failed),
    ]


CASES = [
    ("nothing there", [], []),
    ("no dead-letter queue", [queue("jobs")], []),
    ("both defaults", pair(None, None), []),
    ("kept longer", pair(DAYS_4, DAYS_14), []),
    ("kept shorter", pair(DAYS_14, DAYS_4), [FORGETS]),
    ("by ARN", by_arn(), [FORGETS]),
    ("by a resource of its own", apart(), [FORGETS]),
    ("FIFO counts anew", pair(DAYS_14, DAYS_4, fifoQueue=True), []),
    ("queue of another stack", pair(DAYS_14, DAYS_4)[1:], []),
    (
        "unknown",
        pair(DAYS_14, UNKNOWN),
        ["undecided: messageRetentionSeconds is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_dead_letter_retention(name, resources, expected):
    assert run_rule(dead_letter_retention, resources) == expected
