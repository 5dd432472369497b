"""An archive keeps every event for ever."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.callers import EventArchive


@rule(
    severity=Severity.LOW,
    title="An archive of events is never emptied",
    why="It grows with every event and is billed for all of them; nobody replays years.",
    fix="Set retentionDays to as far back as you would replay.",
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html",
)
def endless_archive(archive: EventArchive) -> Iterator[Finding]:
    if not archive.retention_days:
        yield Finding(archive, "retention", "keeps events for ever (retentionDays)")
