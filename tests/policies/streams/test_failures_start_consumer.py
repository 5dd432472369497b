import pytest

from policies.core import UNKNOWN
from policies.rules.streams.failures_start_consumer import failures_start_consumer
from tests.support.builders import bucket, resource
from tests.support.delivery import delivery, step, steps
from tests.support.findings import run_rule

DATA = bucket("data")
WORKS = {"processingConfiguration": steps(step("Lambda", LambdaArn=UNKNOWN))}
STARTS = ["lambdaFunctions[0] also starts for what audit fails at"]
SPLIT = {"prefix": "events/", "errorOutputPrefix": "errors/!{firehose:error-output-type}/"}


def notifies(on=DATA, **entry):
    return resource(
        "aws:s3/bucketNotification:BucketNotification", "n", bucket=on, lambdaFunctions=[entry]
    )


def audit(**config):
    return delivery("audit", bucketArn=DATA, **{**WORKS, **config})


CASES = [
    ("nothing there", [], []),
    ("no stream", [DATA, notifies()], []),
    ("the default", [DATA, audit(), notifies()], STARTS),
    ("errors apart, all wanted", [DATA, audit(**SPLIT), notifies()], STARTS),
    ("errors apart", [DATA, audit(**SPLIT), notifies(filterPrefix="events/")], []),
    (
        "errors under data",
        [DATA, audit(prefix="events/"), notifies(filterPrefix="events/")],
        STARTS,
    ),
    ("by the end of the key", [DATA, audit(), notifies(filterSuffix=".gz")], []),
    ("nothing can fail", [DATA, audit(processingConfiguration=None), notifies()], []),
    ("another bucket", [DATA, bucket("b"), audit(), notifies(bucket("b"))], []),
    (
        "bucket unknown",
        [DATA, delivery("audit", bucketArn=UNKNOWN, **WORKS), notifies()],
        ["undecided: extendedS3Configuration.bucketArn is not known at preview"],
    ),
    (
        "prefix unknown",
        [DATA, audit(), notifies(filterPrefix=UNKNOWN)],
        ["undecided: lambdaFunctions[0].filterPrefix is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_failures_start_consumer(name, resources, expected):
    assert run_rule(failures_start_consumer, resources) == expected
