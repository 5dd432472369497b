"""A function's log group is left to Lambda."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.iam import linked
from policies.views.lambda_ import Function
from policies.views.logs import LogGroup


@rule(
    severity=Severity.LOW,
    title="A function's log group is left to Lambda",
    why="Lambda makes it at the first call, keeps its events for ever, and destroying the stack "
    "leaves it behind.",
    fix="Declare the group with a retention, and name it in the function's loggingConfig.logGroup.",
    source="sheet 17; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
)
def unmanaged_log_group(function: Joined[Function]) -> Iterator[Finding]:
    stack = function.stack
    if stack is None:
        return
    named = function.peek("loggingConfig.logGroup")
    if named is UNKNOWN and not linked(function, "loggingConfig", LogGroup):
        raise Undecided(function.resource, "loggingConfig.logGroup")
    if named is UNKNOWN or (named and not str(named).startswith("/aws/lambda/")):
        return  # A group of its own, perhaps shared and made elsewhere.
    wanted = named or _default(function)
    if not any(_is(group, wanted, function) for group in stack.of(LogGroup)):
        where = f"{wanted}, which" if isinstance(wanted, str) else "a group that"
        yield Finding(function, "group", f"logs to {where} this stack does not declare")


def _default(function: Function) -> object:
    name = function.peek("name")
    return f"/aws/lambda/{name}" if isinstance(name, str) and name else UNKNOWN


def _is(group: LogGroup, wanted: object, function: Function) -> bool:
    name = group.peek("name")
    if isinstance(name, str) and isinstance(wanted, str):
        return name == wanted
    return function.urn in group.resource.property_dependencies.get("name", ())
