"""A rule waits for calls that EventBridge leaves out."""

from collections.abc import Iterator
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.events import EventRule
from policies.views.patterns import BY_TRAIL, written

ALL_CALLS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
READS = ("Get", "List", "Describe")
LET_THROUGH = ("s3.amazonaws.com", "sts.amazonaws.com")
"""Event sources with reads of another kind (data events), or that always come through."""


@rule(
    severity=Severity.MEDIUM,
    title="A rule waits for calls that are left out",
    why="EventBridge gets no call that only reads: the alert never comes, and all looks quiet.",
    fix=f"Set the rule's state to {ALL_CALLS}.",
    source="sheets 16 and 68; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",
)
def read_only_calls(event_rule: EventRule) -> Iterator[Finding]:
    pattern = event_rule.pattern
    if BY_TRAIL not in pattern or event_rule.text("state", "ENABLED") in (ALL_CALLS, "DISABLED"):
        return
    detail = written(event_rule).get("detail")
    detail = detail if isinstance(detail, dict) else {}
    names = [name for name in _texts(detail.get("eventName")) if name.startswith(READS)]
    if set(_texts(detail.get("eventSource"))) & set(LET_THROUGH):
        return
    if names:
        message = f"waits for {' and '.join(names)}, which do not come in its state"
        yield Finding(event_rule, "calls", message)
    elif detail.get("readOnly") == [True]:
        yield Finding(
            event_rule, "read-only", "waits for readOnly, which does not come in its state"
        )


def _texts(values: Any) -> list[str]:
    return [v for v in values if isinstance(v, str)] if isinstance(values, list) else []
