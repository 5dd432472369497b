"""A run that a schedule cannot start vanishes."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.scheduler import Schedule


@rule(
    severity=Severity.MEDIUM,
    title="A schedule's missed runs vanish",
    why="What Scheduler cannot start is dropped when its retries are used up, and nobody learns.",
    fix="Name a queue as target.deadLetterConfig, and leave some retries.",
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
)
def schedule_drops(schedule: Schedule) -> Iterator[Finding]:
    if schedule.text("state", "ENABLED") == "DISABLED":
        return
    if schedule.peek("target") is UNKNOWN:
        raise Undecided(schedule.resource, "target")
    # A queue that is named is one, known or not.
    if schedule.peek("target.deadLetterConfig") is UNKNOWN:
        raise Undecided(schedule.resource, "target.deadLetterConfig")
    if schedule.peek("target.deadLetterConfig.arn") not in (None, ""):
        return
    tries = schedule.number("target.retryPolicy.maximumRetryAttempts", 185)
    once = " and is tried once" if tries == 0 else ""
    yield Finding(schedule, "dead-letter", f"has no dead-letter queue for what fails{once}")
