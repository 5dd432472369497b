"""A rule calls its AppSync API with an operation that does not fit the schema."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.graphql_call import AppsyncTarget, Call, call_of
from policies.views.graphql_schema import Fault, parsed


@rule(
    severity=Severity.MEDIUM,
    title="A rule's GraphQL operation does not fit the schema",
    why="AppSync refuses every call; only a metric shows it, and the events are dropped.",
    fix="Call one mutation that the schema has, and give each value that it needs.",
    source="sheet 10; https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html",
)
def appsync_operation(target: Joined[AppsyncTarget]) -> Iterator[Finding]:
    if target.api is None or not target.operation:
        return
    try:
        parsed(target.operation)
    except ValueError as error:
        yield Finding(target, "syntax", f"its graphqlOperation is no GraphQL: {error}")
        return
    if call := call_of(target):
        yield from _checked(call)


def _checked(call: Call) -> Iterator[Finding]:
    operations = call.operations
    if len(operations) != 1:
        message = f"its graphqlOperation has {len(operations)} operations, expected one"
        yield Finding(call.target, "operations", message)
        return
    kind = operations[0].operation.value
    if kind != "mutation":
        message = f"its graphqlOperation is a {kind}, and EventBridge calls mutations"
        yield Finding(call.target, "kind", message)
        return
    for key, text in call.faults():
        message = f"its graphqlOperation does not fit {call.api.name}: {text}"
        yield Finding(call.target, key, message)
    for found in call.variables():
        if isinstance(found, Fault):
            yield Finding(call.target, f"input/{found.path}", f"its input {found.text}")
