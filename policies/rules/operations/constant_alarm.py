"""An alarm that is always on, or can never go off."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.alarms import MetricAlarm

ALWAYS = "GreaterThanOrEqualToThreshold"
NEVER = "LessThanThreshold"
MAY_BE_BELOW_ZERO = ("AWS/Billing", "AWS/Usage")


@rule(
    severity=Severity.MEDIUM,
    title="An alarm never changes",
    why="No metric of a serverless service falls below 0: the alarm says nothing, on the day it "
    "is needed too.",
    fix="Compare with GreaterThanThreshold 0, or with the value that is really too much.",
    source="sheet 01; https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
)
def constant_alarm(alarm: MetricAlarm) -> Iterator[Finding]:
    namespace = alarm.namespace
    if not namespace.startswith("AWS/") or namespace in MAY_BE_BELOW_ZERO:
        return
    comparison, threshold = alarm.comparison, alarm.threshold
    if threshold is None:
        return
    if comparison == ALWAYS and threshold <= 0:
        yield Finding(alarm, "always", f"is on at {threshold:g} or more {alarm.metric}, so always")
    elif comparison == NEVER and threshold <= 0:
        yield Finding(
            alarm, "never", f"goes off below {threshold:g} {alarm.metric}, so it never does"
        )
