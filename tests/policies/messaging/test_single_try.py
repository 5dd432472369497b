import json

import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.single_try import single_try
from tests.support.builders import arn, component, function, mapping, queue
from tests.support.findings import run_rule

WORKER = function("worker")


def fed(count):
    policy = {"deadLetterTargetArn": arn("sqs", "failed"), "maxReceiveCount": count}
    jobs = queue("jobs", redrivePolicy=json.dumps(policy))
    return [jobs, WORKER, mapping("m", source=jobs, target=WORKER)]


def unknown(**told):
    around = component("jobs", "palisade:foundation:Queue", **told)
    jobs = queue("jobs", parent=around, redrivePolicy=UNKNOWN)
    return [around, jobs, WORKER, mapping("m", source=jobs, target=WORKER)]


CASES = [
    ("nothing there", [], []),
    ("five tries", fed(5), []),
    ("one try", fed(1), ["feeds a function with maxReceiveCount 1"]),
    ("one try, as text", fed("1"), ["feeds a function with maxReceiveCount 1"]),
    ("two tries", fed(2), []),
    ("a queue that feeds nobody", fed(1)[:1], []),
    (
        "no dead-letter queue",
        [queue("jobs"), mapping("m", source=queue("jobs"), target=WORKER)],
        [],
    ),
    ("no count", fed(None), ["undecided: redrivePolicy has no maxReceiveCount"]),
    (
        "once, says its component",
        unknown(maxReceiveCount=1),
        ["feeds a function with maxReceiveCount 1"],
    ),
    ("five times, says its component", unknown(maxReceiveCount=5), []),
    ("unknown", unknown(), ["undecided: redrivePolicy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_single_try(name, resources, expected):
    assert run_rule(single_try, resources) == expected
