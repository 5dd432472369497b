"""Anybody can use up the capacity of a table behind an open API."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.iam import Attached, Role, documents_by_role, linked
from policies.views.open_functions import Entrance, entrances
from policies.views.tables import ScalableTarget, Table

USING = ("GetItem", "Query", "Scan", "BatchGetItem", "PutItem", "UpdateItem", "BatchWriteItem")


@rule(
    severity=Severity.LOW,
    title="An open API can use up a table's capacity",
    why="One caller takes all units that the table has; everybody else's requests then fail.",
    fix="Set billingMode PAY_PER_REQUEST, limit the stage, or reserve concurrency.",
    source="sheet 33; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html",
)
def open_provisioned_table(stack: Stack) -> Iterator[Finding | Open]:
    tables: list[Table] = []
    for table in stack.of(Table):
        try:
            if table.provisioned and not _grows(table, stack):
                tables.append(table)
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
    if not tables:
        return
    policies = documents_by_role(stack)
    seen: set[View] = set()
    for entrance in entrances(stack):
        if isinstance(entrance, Undecided):
            yield Open(entrance.resource, entrance.prop, entrance.because)
        elif entrance.function not in seen:
            seen.add(entrance.function)
            for table in tables:
                yield from _judged(entrance, table, policies)


def _judged(
    entrance: Entrance, table: Table, policies: dict[str, list[Attached]]
) -> Iterator[Finding | Open]:
    function = entrance.function
    roles = linked(function, "role", Role)
    uses = _uses(policies.get(roles[0].urn, []), table) if len(roles) == 1 else False
    if isinstance(uses, Open):
        yield uses
    elif uses:
        message = f"has fixed capacity; {entrance.api.name} is open and runs {function.name}"
        yield Finding(table, function.name, message)


def _grows(table: Table, stack: Stack) -> bool:
    """Whether Application Auto Scaling changes its capacity, as far as is known."""
    name = table.peek("name")
    for target in stack.of(ScalableTarget):
        meant = target.peek("resourceId")
        behind = target.resource.property_dependencies.get("resourceId", ())
        if table.urn in behind or meant == f"table/{name}":
            return True
    return False


def _uses(held: list[Attached], table: Table) -> bool | Open:
    arn, unknown = table.peek("arn"), None
    for one in held:
        if one.document is None:
            behind = one.holder.resource.property_dependencies.get(one.prop, ())
            if table.urn in behind:
                unknown = Open(one.holder.resource, one.prop)
            continue
        for statement in one.document.allowing():
            if not any(statement.covers(f"dynamodb:{action}") for action in USING):
                continue
            if table.urn in statement.nodes or (isinstance(arn, str) and statement.reaches(arn)):
                return True
    return unknown or False
