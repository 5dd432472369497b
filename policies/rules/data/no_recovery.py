"""A table cannot be put back to what it was."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.tables import Table


@rule(
    severity=Severity.MEDIUM,
    title="A table cannot be restored",
    why="One wrong deployment or script empties it, and what was in it is gone.",
    fix="Set pointInTimeRecovery={enabled: true}.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
)
def no_recovery(table: Table) -> Iterator[Finding]:
    # What expires by itself (locks, sessions, idempotency keys) nobody restores.
    if not table.recoverable and not table.flag("ttl.enabled"):
        yield Finding(table, "recovery", "has no point-in-time recovery")
