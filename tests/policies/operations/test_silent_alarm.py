import pytest

from policies.core import UNKNOWN
from policies.rules.operations.silent_alarm import silent_alarm
from tests.support.builders import arn, environment, resource
from tests.support.findings import run_rule

TOPIC = arn("sns", "alarms")


def alarm(**props):
    return resource("aws:cloudwatch/metricAlarm:MetricAlarm", "a", name="a-1", **props)


CASES = [
    ("nothing there", [], []),
    ("no actions", [alarm()], ["has no alarmActions"]),
    ("no actions in prod", [environment("prod"), alarm()], ["has no alarmActions"]),
    ("no actions in dev", [environment("dev"), alarm()], []),
    ("an empty list", [alarm(alarmActions=[])], ["has no alarmActions"]),
    ("only when it is over", [alarm(okActions=[TOPIC])], ["has no alarmActions"]),
    ("switched off", [alarm(alarmActions=[TOPIC], actionsEnabled=False)], ["has its actions off"]),
    ("a topic", [alarm(alarmActions=[TOPIC])], []),
    (
        "part of another alarm",
        [
            alarm(),
            resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "c", alarmRule="ALARM(a-1)"),
        ],
        [],
    ),
    (
        "read by a health check",
        [
            alarm(),
            resource("aws:route53/healthCheck:HealthCheck", "h", cloudwatchAlarmName=alarm()),
        ],
        [],
    ),
    ("a topic that is unknown", [alarm(alarmActions=[UNKNOWN])], []),
    (
        "switch unknown",
        [alarm(actionsEnabled=UNKNOWN)],
        ["undecided: actionsEnabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_silent_alarm(name, resources, expected):
    assert run_rule(silent_alarm, resources) == expected
