"""An alarm that tells nobody."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.alarms import CompositeAlarm, MetricAlarm
from policies.views.environment import UNSHARED, environment_of, environments

READ_BY = (
    "aws:route53/healthCheck:HealthCheck",
    "aws:codedeploy/deploymentGroup:DeploymentGroup",
    "aws:appconfig/environment:Environment",
    "aws:lambda/alias:Alias",
    "aws:ecs/service:Service",
    "aws:fis/experimentTemplate:ExperimentTemplate",
    *CompositeAlarm.tokens(),
)
"""What acts on an alarm without being told by it."""


@rule(
    severity=Severity.LOW,
    title="An alarm tells nobody",
    why="It turns red on a page that nobody looks at.",
    fix="Name a topic in alarmActions (of this project's environments: alarm_email).",
    source="sheet 01; https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
    settings={
        "allowed_in": environments(UNSHARED, "Environments where an alarm only has to show.")
    },
)
def silent_alarm(alarm: Joined[MetricAlarm]) -> Iterator[Finding]:
    if environment_of(alarm.stack) in silent_alarm.settings["allowed_in"]:
        return
    if not alarm.tells_nobody or (alarm.stack and _is_read(alarm, alarm.stack)):
        return
    how = "has no alarmActions" if alarm.flag("actionsEnabled", True) else "has its actions off"
    yield Finding(alarm, "actions", how)


def _is_read(alarm: MetricAlarm, stack: Stack) -> bool:
    dependencies, text = stack.once(_readers)
    name = alarm.peek("name")
    return alarm.urn in dependencies or (isinstance(name, str) and bool(name) and name in text)


def _readers(stack: Stack) -> tuple[set[str], str]:
    """What those who read alarms depend on, and all that they say."""
    readers = list(stack.typed(*READ_BY))
    text = "\n".join(str(reader.properties) for reader in readers)
    return {urn for reader in readers for urn in reader.dependencies}, text
