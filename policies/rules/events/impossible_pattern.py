"""A rule that no event can match."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.flow.overlap import Overlap
from policies.flow.pattern import Pattern, overlaps, parse
from policies.views.events import EventRule


@rule(
    severity=Severity.MEDIUM,
    title="No event can match a rule",
    why="Its targets never start, and nothing tells: it looks like a quiet day.",
    fix='Write each value as a list of what the field may hold, e.g. {"source": ["shop"]}.',
    source="sheet 74; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
)
def impossible_pattern(event_rule: EventRule) -> Iterator[Finding]:
    text = event_rule.pattern
    if not text:
        return
    try:
        pattern = parse(text)
    except ValueError as error:
        yield Finding(event_rule, "form", f"eventPattern {_problem(error)}")
        return
    # Looked at alone, a list in an event helps no more than each of its items.
    alone = Pattern(pattern.branches, pattern.paths())
    if overlaps([alone]) is Overlap.NO:
        yield Finding(event_rule, "never", f"no event matches {_short(text)}")


def _problem(error: ValueError) -> str:
    return str(error) if str(error).startswith(("is ", "has ")) else f"is no pattern: {error}"


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
