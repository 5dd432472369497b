import pytest

from policies.core import UNKNOWN
from policies.rules.logging.trail_not_delivered import trail_not_delivered
from tests.support.builders import resource
from tests.support.findings import run_rule

LOGS = resource("aws:cloudwatch/logGroup:LogGroup", "logs", name="trail")
BY_ARN = resource(
    "aws:cloudwatch/logGroup:LogGroup", "logs", name="trail", arn="arn:aws:logs:e:1:log-group:trail"
)
CALLS = '{ $.eventName = "StopLogging" }'
FAULT = ["waits for calls in logs, where no trail of the stack writes"]


def trail(**props):
    return resource("aws:cloudtrail/trail:Trail", "t", **props)


def subscription(pattern=CALLS, group: object = LOGS):
    return resource(
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "s",
        filterPattern=pattern,
        logGroup=group,
    )


CASES = [
    ("nothing there", [], []),
    ("no trail here", [LOGS, subscription()], []),
    ("delivered", [LOGS, trail(cloudWatchLogsGroupArn=LOGS), subscription()], []),
    (
        "delivered, by ARN",
        [
            BY_ARN,
            trail(cloudWatchLogsGroupArn="arn:aws:logs:e:1:log-group:trail:*"),
            subscription(),
        ],
        [],
    ),
    ("not delivered", [LOGS, trail(), subscription()], FAULT),
    ("delivered elsewhere", [LOGS, trail(cloudWatchLogsGroupArn="other"), subscription()], FAULT),
    (
        "a metric",
        [
            LOGS,
            trail(),
            resource(
                "aws:cloudwatch/logMetricFilter:LogMetricFilter",
                "m",
                pattern=CALLS,
                logGroupName="trail",
            ),
        ],
        FAULT,
    ),
    ("other lines", [LOGS, trail(), subscription("ERROR")], []),
    ("a group of another stack", [trail(), subscription(group="elsewhere")], []),
    (
        "unknown",
        [LOGS, trail(cloudWatchLogsGroupArn=UNKNOWN), subscription()],
        ["undecided: cloudWatchLogsGroupArn is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_trail_not_delivered(name, resources, expected):
    assert run_rule(trail_not_delivered, resources) == expected
