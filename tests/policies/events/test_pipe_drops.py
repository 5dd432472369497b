import pytest

from policies.core import UNKNOWN
from policies.rules.events.pipe_drops import pipe_drops
from tests.support.builders import arn, function, queue, resource
from tests.support.findings import run_rule

JOB, JOBS = function("job"), queue("jobs")
CLICKS = resource("aws:kinesis/stream:Stream", "clicks")
ORDERS = resource("aws:dynamodb/table:Table", "orders")
SAFE = queue("safe", redrivePolicy=UNKNOWN)
APART = resource("aws:sqs/redrivePolicy:RedrivePolicy", "p", queueUrl=JOBS, redrivePolicy="{}")
STOPS = ["tries a batch that fails until its records expire"]
LOST = ["gives up on a batch, and nothing keeps its place"]
DEAD = {"deadLetterConfig": {"arn": UNKNOWN}}


def pipe(source, **parameters):
    given = {"sourceParameters": parameters} if parameters else {}
    return resource("aws:pipes/pipe:Pipe", "pipe", source=source, target=JOB, **given)


def clicks(**settings):
    return [CLICKS, pipe(CLICKS, kinesisStreamParameters=settings)]


CASES = [
    ("nothing there", [], []),
    ("a queue", [JOBS, pipe(JOBS)], ["reads jobs, which has no dead-letter queue"]),
    ("a queue with its own", [SAFE, pipe(SAFE)], []),
    ("a queue with one apart", [JOBS, APART, pipe(JOBS)], []),
    ("a queue of another stack", [pipe(arn("sqs", "far"))], []),
    ("the default of a stream", [CLICKS, pipe(CLICKS)], STOPS),
    (
        "a table",
        [ORDERS, pipe(ORDERS, dynamodbStreamParameters={"startingPosition": "LATEST"})],
        STOPS,
    ),
    ("a stream of another stack", [pipe(arn("kinesis", "stream/far"))], STOPS),
    ("no end, spelt out", clicks(maximumRetryAttempts=-1), STOPS),
    ("gives up", clicks(maximumRetryAttempts=3), LOST),
    ("gives up by age", clicks(maximumRecordAgeInSeconds=60, **DEAD), []),
    ("gives up, and keeps", clicks(maximumRetryAttempts=0, **DEAD), []),
    (
        "a broker",
        [pipe("arn:aws:mq:eu-west-1:123456789012:broker:b:b-1")],
        [],
    ),
    ("source unknown", [pipe(UNKNOWN)], ["undecided: source is not known at preview"]),
    (
        "retries unknown",
        clicks(maximumRetryAttempts=UNKNOWN),
        [
            "undecided: sourceParameters.kinesisStreamParameters.maximumRetryAttempts "
            "is not known at preview"
        ],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_pipe_drops(name, resources, expected):
    assert run_rule(pipe_drops, resources) == expected
