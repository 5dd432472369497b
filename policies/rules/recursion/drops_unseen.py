"""A loop that Lambda stops by dropping events, and no alarm that says so."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.flow import flow_of
from policies.flow.loops import resource_of
from policies.views.alarms import DROPPED, MetricAlarm


@rule(
    severity=Severity.LOW,
    title="Nobody learns that Lambda stopped a loop",
    why="It stops one by dropping the event, and the only trace of that is a metric.",
    fix=f"Add an alarm on the Sum of AWS/Lambda {DROPPED} above 0.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def drops_unseen(stack: Stack) -> Iterator[Finding]:
    flow, loops = flow_of(stack)
    stopped = [loop for loop in loops if loop.stopped_by_aws]
    if not stopped:
        return
    if any(DROPPED in str(alarm.resource.properties) for alarm in stack.of(MetricAlarm)):
        return
    told: set[str] = set()
    for loop in sorted(stopped, key=lambda loop: loop.key):
        name = loop.functions[0].name
        # One alarm is enough for all loops of a function, and so is one finding.
        if name not in told:
            told.add(name)
            message = f"Lambda would stop the loop through {name}, but no alarm watches {DROPPED}"
            yield Finding(resource_of(flow, loop), loop.key, message)
