import pytest

from policies.core import UNKNOWN
from policies.rules.messaging.visibility_timeout import short_visibility
from tests.support.builders import arn, function, mapping, queue
from tests.support.findings import run_rule


def fed(seconds=None, timeout=None, window=None):
    jobs = queue("jobs", visibilityTimeoutSeconds=seconds)
    worker = function("worker", timeout=timeout)
    wait = {"maximumBatchingWindowInSeconds": window}
    return [jobs, worker, mapping("m", source=jobs, target=worker, **wait)]


CASES = [
    ("nothing there", [], []),
    ("both defaults", fed(), []),
    ("six times", fed(180, 30), []),
    (
        "once",
        fed(30, 30),
        ["hides messages for 30 s; worker runs up to 30 s, so expected 180 s or more"],
    ),
    (
        "the default for a slow function",
        fed(None, 6),
        ["hides messages for 30 s; worker runs up to 6 s, so expected 36 s or more"],
    ),
    ("six times and the window", fed(200, 30, 20), []),
    (
        "six times without the window",
        fed(180, 30, 20),
        [
            "hides messages for 180 s; worker runs up to 30 s and its batches gather for 20 s, "
            "so expected 200 s or more"
        ],
    ),
    (
        "window unknown",
        fed(180, 30, UNKNOWN),
        ["undecided: maximumBatchingWindowInSeconds is not known at preview"],
    ),
    (
        "a function of another stack",
        [queue("jobs"), mapping("m", source=queue("jobs"), target=arn("lambda", "function:f"))],
        [],
    ),
    (
        "a queue of another stack",
        [function("f"), mapping("m", source=arn("sqs", "x"), target=function("f"))],
        [],
    ),
    (
        "timeout unknown",
        fed(30, UNKNOWN),
        ["undecided: timeout is not known at preview"],
    ),
    (
        "source unknown",
        [function("f"), mapping("m", source=UNKNOWN, target=function("f"))],
        ["undecided: eventSourceArn is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_short_visibility(name, resources, expected):
    assert run_rule(short_visibility, resources) == expected
