"""Anybody can use up the capacity of a table behind an open API."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.attached import Attached, documents_by_role
from policies.views.iam import Role
from policies.views.linked import linked
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
            yield Open.of(unknown)
    if not tables:
        return
    policies = documents_by_role(stack)
    seen: set[View] = set()
    for entrance in entrances(stack):
        if isinstance(entrance, Undecided):
            yield Open.of(entrance)
        elif entrance.function not in seen:
            seen.add(entrance.function)
            roles = linked(entrance.function, "role", Role)
            held = policies.get(roles[0].urn, []) if len(roles) == 1 else []
            yield from _judged(entrance, held, tables)


def _judged(
    entrance: Entrance, held: list[Attached], tables: list[Table]
) -> Iterator[Finding | Open]:
    function = entrance.function
    using = [
        statement
        for one in held
        if one.document is not None
        for statement in one.document.allowing()
        if any(statement.covers(f"dynamodb:{action}") for action in USING)
    ]
    unknown = {
        urn: Open(one.holder.resource, one.prop)
        for one in held
        if one.document is None
        for urn in one.holder.resource.property_dependencies.get(one.prop, ())
    }
    for table in tables if using or unknown else ():
        arn = table.peek("arn")
        if any(table.urn in s.nodes or (isinstance(arn, str) and s.reaches(arn)) for s in using):
            message = f"has fixed capacity; {entrance.api.name} is open and runs {function.name}"
            yield Finding(table, function.name, message)
        elif table.urn in unknown:
            yield unknown[table.urn]


def _grows(table: Table, stack: Stack) -> bool:
    """Whether Application Auto Scaling changes its capacity, as far as is known."""
    name = table.peek("name")
    for target in stack.of(ScalableTarget):
        meant = target.peek("resourceId")
        behind = target.resource.property_dependencies.get("resourceId", ())
        if table.urn in behind or meant == f"table/{name}":
            return True
    return False
