import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.unfit_dead_letter import unfit_dead_letter
from tests.support.builders import arn, queue
from tests.support.findings import run_rule


def redrive(to):
    return json.dumps({"deadLetterTargetArn": to, "maxReceiveCount": 5})


def pair(fifo, fifo_failed):
    failed = queue("failed", fifoQueue=fifo_failed)
    jobs = queue("jobs", fifoQueue=fifo, redrivePolicy=UNKNOWN, deps={"redrivePolicy": [failed]})
    return [failed, jobs]


HERE = arn("sqs", "jobs")

CASES = [
    ("nothing there", [], []),
    ("no dead-letter queue", [queue("jobs", fifoQueue=True)], []),
    ("both standard", pair(None, None), []),
    ("both FIFO", pair(True, True), []),
    ("FIFO and standard", pair(True, None), ["is FIFO, and its dead-letter queue failed standard"]),
    ("standard and FIFO", pair(None, True), ["is standard, and its dead-letter queue failed FIFO"]),
    (
        "FIFO elsewhere, by its name",
        [queue("jobs", arn=HERE, redrivePolicy=redrive(arn("sqs", "failed.fifo")))],
        [f"is standard, and its dead-letter queue {arn('sqs', 'failed.fifo')} FIFO"],
    ),
    (
        "same place",
        [queue("jobs", arn=HERE, redrivePolicy=redrive(arn("sqs", "failed")))],
        [],
    ),
    (
        "another region",
        [queue("jobs", arn=HERE, redrivePolicy=redrive(arn("sqs", "failed", "eu-north-1")))],
        ["has its dead-letter queue in another place: 123456789012 in eu-north-1"],
    ),
    (
        "itself",
        [queue("jobs", arn=HERE, redrivePolicy=redrive(HERE))],
        ["is its own dead-letter queue"],
    ),
    ("kind unknown", pair(UNKNOWN, True), ["undecided: fifoQueue is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unfit_dead_letter(name, resources, expected):
    assert run_rule(unfit_dead_letter, resources) == expected
