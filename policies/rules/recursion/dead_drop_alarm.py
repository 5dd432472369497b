"""An alarm on dropped loop events that cannot see them."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.alarms import DROPPED, MetricAlarm
from policies.views.lambda_ import Function, RecursionConfig


@rule(
    severity=Severity.MEDIUM,
    title="An alarm on dropped loop events is blind",
    why="Lambda stops a loop by dropping its event: only this metric tells that it happened.",
    fix="Use Sum; where loops are allowed, watch Invocations or ConcurrentExecutions instead.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def dead_drop_alarm(alarm: Joined[MetricAlarm]) -> Iterator[Finding]:
    if alarm.namespace != "AWS/Lambda" or alarm.metric != DROPPED:
        return
    if alarm.statistic not in ("Sum", "Maximum", "SampleCount"):
        message = (
            f"takes the {alarm.statistic or 'missing statistic'} of {DROPPED}: one drop is lost"
        )
        yield Finding(alarm, "statistic", message)
    if alarm.stack is None:
        return
    watched = set(alarm.watched("FunctionName", Function))
    for setting in alarm.stack.of(RecursionConfig):
        function = setting.function
        if function and function in watched and setting.recursive_loop == "Allow":
            message = f"watches {function.name}, which may loop: Lambda drops nothing of it"
            yield Finding(alarm, f"allowed/{function.name}", message)
