"""A function may loop, and nothing limits how much it does."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.alarms import MetricAlarm
from policies.views.lambda_ import Function, RecursionConfig

TELLING = ("Invocations", "ConcurrentExecutions")


@rule(
    severity=Severity.MEDIUM,
    title="A function may loop without a limit",
    why="With the loop stop off, a mistake runs at full concurrency until somebody sees the bill.",
    fix="Set reservedConcurrentExecutions, or an alarm on its Invocations or ConcurrentExecutions.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def loop_without_cap(setting: Joined[RecursionConfig]) -> Iterator[Finding]:
    if setting.recursive_loop != "Allow":
        return
    function = setting.function
    if function is None or function.reserved_concurrency >= 0 or _is_watched(function):
        return
    message = "may loop and has neither reserved concurrency nor an alarm on how often it runs"
    yield Finding(function, "cap", message)


def _is_watched(function: Function) -> bool:
    return function.stack is not None and any(
        alarm.metric in TELLING and function in alarm.watched("FunctionName", Function)
        for alarm in function.stack.of(MetricAlarm)
    )
