"""A rule lets events through whose values its GraphQL API does not know."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.flow.overlap import Glob
from policies.flow.pattern import Pattern, parse
from policies.views.graphql_call import AppsyncTarget, call_of
from policies.views.graphql_schema import Taken, enum_values


@rule(
    severity=Severity.MEDIUM,
    title="A rule passes on a value that the schema does not know",
    why="AppSync refuses these events, each time; with the others all looks well.",
    fix="Take the value out of the pattern, or add it to the enum.",
    source="sheet 10; https://docs.aws.amazon.com/appsync/latest/devguide/graphql-overview.html",
)
def unknown_enum_value(target: Joined[AppsyncTarget]) -> Iterator[Finding]:
    call, event_rule = call_of(target), target.rule
    if call is None or event_rule is None or not event_rule.pattern:
        return
    try:
        pattern = parse(event_rule.pattern)
    except ValueError:
        return  # events-impossible-pattern says so.
    paths = target.mapping("inputTransformer.inputPaths")
    for taken in call.variables():
        known = enum_values(taken.type) if isinstance(taken, Taken) else None
        if known is None or not isinstance(taken, Taken):
            continue
        path = str(paths.get(taken.place.name, taken.place.name)).removeprefix("$.")
        for value in _wanted(pattern, path):
            if value not in known:
                message = f"wants {path} {value}, which {taken.type} of {call.api.name} lacks"
                yield Finding(event_rule, f"{target.name}/{path}/{value}", message)


def _wanted(pattern: Pattern, path: str) -> list[str]:
    """The values that the pattern names for a field; not those that it describes."""
    atoms = (atom for b in pattern.branches for atom in b.get(tuple(path.split(".")), ()))
    exact = (a for a in atoms if isinstance(a, Glob) and not a.open and not a.fold)
    return sorted({str(atom) for atom in exact})
