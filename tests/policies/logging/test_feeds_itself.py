import pytest

from policies.core import UNKNOWN
from policies.rules.logging.feeds_itself import feeds_itself
from tests.support.builders import function, resource
from tests.support.findings import run_rule

WORKER = function("worker", name="worker-1")
NEW = function("worker")


def group(name, **props):
    return resource("aws:cloudwatch/logGroup:LogGroup", "logs", name=name, **props)


def subscription(of, to=WORKER):
    return resource(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "s",
        logGroup=of,
        destinationArn=to,
    )


OWN = ["sends the logs of worker to worker"]
SHARED = group("/apps/shop")

CASES = [
    ("nothing there", [], []),
    ("its own group by name", [WORKER, subscription("/aws/lambda/worker-1")], OWN),
    (
        "its own group",
        [WORKER, group("/aws/lambda/worker-1"), subscription(group("/aws/lambda/worker-1"))],
        OWN,
    ),
    ("before there are names", [NEW, group(NEW), subscription(group(NEW), NEW)], OWN),
    (
        "the group of its configuration",
        [
            SHARED,
            function("worker", loggingConfig={"logGroup": SHARED}),
            subscription(SHARED, function("worker", loggingConfig={"logGroup": SHARED})),
        ],
        OWN,
    ),
    (
        "another function's group",
        [WORKER, subscription("/aws/lambda/other")],
        [],
    ),
    (
        "no longer its own group",
        [
            function("worker", name="worker-1", loggingConfig={"logGroup": "/apps/shop"}),
            subscription("/aws/lambda/worker-1"),
        ],
        [],
    ),
    (
        "a stream",
        [subscription("/aws/lambda/worker-1", "arn:aws:kinesis:eu-west-1:1:stream/s")],
        [],
    ),
    (
        "unknown",
        [WORKER, subscription("/aws/lambda/worker-1", UNKNOWN)],
        ["undecided: destinationArn is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_feeds_itself(name, resources, expected):
    assert run_rule(feeds_itself, resources) == expected
