import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.short_retention import short_retention
from tests.support.builders import arn, function, mapping, queue
from tests.support.findings import run_rule

WORKER = function("worker")


def fed(**props):
    jobs = queue("jobs", **props)
    return [jobs, WORKER, mapping("m", source=jobs, target=WORKER)]


CASES = [
    ("nothing there", [], []),
    ("the default", fed(), []),
    (
        "a day",
        fed(messageRetentionSeconds=86400),
        ["keeps messages for 86400 s, expected 345600 s or more"],
    ),
    ("just enough", fed(messageRetentionSeconds=345600), []),
    ("a queue that feeds nobody", [queue("jobs", messageRetentionSeconds=60)], []),
    ("a queue of another stack", [WORKER, mapping("m", source=arn("sqs", "x"), target=WORKER)], []),
    (
        "retention unknown",
        fed(messageRetentionSeconds=UNKNOWN),
        ["undecided: messageRetentionSeconds is not known at preview"],
    ),
    (
        "source unknown",
        [WORKER, mapping("m", source=UNKNOWN, target=WORKER)],
        ["undecided: eventSourceArn is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_short_retention(name, resources, expected):
    assert run_rule(short_retention, resources) == expected
