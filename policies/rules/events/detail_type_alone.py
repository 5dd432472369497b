"""A rule takes events by what they are called, whoever sent them."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.flow.pattern import parse
from policies.views.events import EventRule


@rule(
    severity=Severity.LOW,
    title="A rule does not look at who sent an event",
    why="Any other sender that uses the same name, by chance or on purpose, starts its targets.",
    fix="Match on source beside detail-type.",
    source="sheet 63; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
)
def detail_type_alone(event_rule: EventRule) -> Iterator[Finding]:
    try:
        branches = parse(event_rule.pattern).branches if event_rule.pattern else ()
    except ValueError:
        return  # events-impossible-pattern says so.
    if any(branch.keys() == {("detail-type",)} for branch in branches):
        yield Finding(event_rule, "source", "eventPattern has detail-type and nothing else")
