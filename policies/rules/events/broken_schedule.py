"""A schedule expression that EventBridge refuses."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.schedules import Timed


@rule(
    severity=Severity.MEDIUM,
    title="A schedule expression is not valid",
    why="EventBridge refuses it in the middle of the deployment.",
    fix="Write rate(5 minutes), rate(1 hour) or cron(0 8 ? * MON-FRI *), with six fields.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
)
def broken_schedule(timed: Timed) -> Iterator[Finding]:
    if problem := timed.problem:
        yield Finding(timed, "expression", f"{timed.text('scheduleExpression')} {problem}")
