"""A function's log group is left to Lambda."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Stack, Undecided
from policies.views.lambda_ import Function
from policies.views.linked import linked
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
    if not _declared(wanted, function, stack):
        where = f"{wanted}, which" if isinstance(wanted, str) else "a group that"
        yield Finding(function, "group", f"logs to {where} this stack does not declare")


def _default(function: Function) -> object:
    name = function.peek("name")
    return f"/aws/lambda/{name}" if isinstance(name, str) and name else UNKNOWN


def _declared(wanted: object, function: Function, stack: Stack) -> bool:
    names, of_known, of_unknown = stack.once(_groups)
    if isinstance(wanted, str):
        return wanted in names or function.urn in of_unknown
    return function.urn in of_known or function.urn in of_unknown


def _groups(stack: Stack) -> tuple[set[str], set[str], set[str]]:
    """The names of groups, and the URNs that known and unknown names were made from."""
    names: set[str] = set()
    of_known: set[str] = set()
    of_unknown: set[str] = set()
    for group in stack.of(LogGroup):
        name, behind = group.peek("name"), group.resource.property_dependencies.get("name", ())
        if isinstance(name, str):
            names.add(name)
            of_known.update(behind)
        else:
            of_unknown.update(behind)
    return names, of_known, of_unknown
