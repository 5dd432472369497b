import pytest

from policies.core import UNKNOWN
from policies.rules.streams.transform_timeout import transform_timeout
from tests.support.builders import arn, function
from tests.support.delivery import delivery, step, steps
from tests.support.findings import run_rule

ARN = arn("lambda", "function:clean")


def cleans(timeout=None, name=None):
    clean = function("clean", timeout=timeout, arn=name or UNKNOWN)
    to = f"{name}:$LATEST" if name else clean
    return [clean, delivery("audit", processingConfiguration=steps(step("Lambda", LambdaArn=to)))]


CASES = [
    ("nothing there", [], []),
    ("no function", [delivery("audit")], []),
    ("the default", cleans(), ["gives clean 3 s for a batch; take 60 or more"]),
    ("short", cleans(59), ["gives clean 59 s for a batch; take 60 or more"]),
    ("fits", cleans(60), []),
    ("as long as Firehose waits", cleans(300), []),
    ("too long", cleans(301), ["waits 300 s for clean, which may run 301 s"]),
    ("by ARN", cleans(900, ARN), ["waits 300 s for clean, which may run 900 s"]),
    (
        "a function of another stack",
        [delivery("audit", processingConfiguration=steps(step("Lambda", LambdaArn=ARN)))],
        [],
    ),
    ("not in a stream", [function("clean")], []),
    ("timeout unknown", cleans(UNKNOWN), ["undecided: timeout is not known at preview"]),
    (
        "function unknown",
        [delivery("audit", processingConfiguration=steps(step("Lambda", LambdaArn=UNKNOWN)))],
        [
            "undecided: extendedS3Configuration.processingConfiguration.processors "
            "is not known at preview"
        ],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_transform_timeout(name, resources, expected):
    assert run_rule(transform_timeout, resources) == expected


def test_the_least_can_be_set():
    transform_timeout.configure({"minimum": 10})
    try:
        assert run_rule(transform_timeout, cleans(10)) == []
    finally:
        transform_timeout.configure({})
