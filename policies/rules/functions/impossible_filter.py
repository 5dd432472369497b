"""A function's trigger lets nothing through."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.matching import misses_changes, passes_nothing
from policies.views.tables import Table


@rule(
    severity=Severity.MEDIUM,
    title="A filter lets nothing through to a function",
    why="It never starts, and of a queue Lambda deletes what the filter does not pass.",
    fix="Write each value as a list, and of a table's change the type: "
    '{"dynamodb": {"NewImage": {"status": {"S": ["paid"]}}}}.',
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
)
def impossible_filter(mapping: Joined[EventSourceMapping]) -> Iterator[Finding | Open]:
    patterns = mapping.patterns
    reasons = []
    for number, pattern in enumerate(patterns):
        if pattern is UNKNOWN:
            yield Open(mapping.resource, f"filterCriteria.filters[{number}].pattern")
            return
        of_table = _is_table(mapping)
        reasons.append(passes_nothing(pattern) or (misses_changes(pattern) if of_table else ""))
    # One filter that a record passes is enough.
    if reasons and all(reasons):
        yield Finding(mapping, "filter", f"its filter {reasons[0]}")


def _is_table(mapping: EventSourceMapping) -> bool:
    arn = mapping.peek("eventSourceArn")
    named = isinstance(arn, str) and ":dynamodb:" in arn
    return named or bool(linked(mapping, "eventSourceArn", Table))
