import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.redrive_not_allowed import redrive_not_allowed
from tests.support.builders import arn, queue, resource
from tests.support.findings import run_rule

FAILED = queue("failed")
JOBS = queue(
    "jobs", arn=arn("sqs", "jobs"), redrivePolicy=UNKNOWN, deps={"redrivePolicy": [FAILED]}
)
SAID = ["takes no dead letters of jobs (redriveAllowPolicy)"]


def takes(permission, *arns):
    return json.dumps({"redrivePermission": permission, "sourceQueueArns": list(arns)})


def allow(text, of=FAILED, **props):
    type_ = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
    return resource(type_, "allow", queueUrl=of, redriveAllowPolicy=text, **props)


CASES = [
    ("nothing there", [], []),
    ("nothing said", [FAILED, JOBS], []),
    ("all", [FAILED, JOBS, allow(takes("allowAll"))], []),
    ("none", [FAILED, JOBS, allow(takes("denyAll"))], SAID),
    ("the source", [FAILED, JOBS, allow(takes("byQueue", arn("sqs", "jobs")))], []),
    ("another queue", [FAILED, JOBS, allow(takes("byQueue", arn("sqs", "orders")))], SAID),
    ("said by the queue itself",
     [queue("failed", redriveAllowPolicy=takes("denyAll")), JOBS], SAID),
    ("of another queue", [FAILED, JOBS, queue("b"), allow(takes("denyAll"), queue("b"))], []),
    ("made from the source", [FAILED, JOBS, allow(UNKNOWN, deps={"redriveAllowPolicy": [JOBS]})],
     []),
    ("no text", [FAILED, JOBS, allow("{")], ["undecided: redriveAllowPolicy is not JSON"]),
    ("unknown", [FAILED, JOBS, allow(UNKNOWN)],
     ["undecided: redriveAllowPolicy is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_redrive_not_allowed(name, resources, expected):
    assert run_rule(redrive_not_allowed, resources) == expected
