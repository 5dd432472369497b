"""DynamoDB: tables, whose streams tell what kind of change was made."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow import pattern
from policies.flow.access import Access, Target
from policies.flow.model import Evidence, Fact, Listens, Scope
from policies.flow.overlap import literal
from policies.flow.pattern import Pattern
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Events
from policies.flow.services.events import condition
from policies.iam import Statement
from policies.views.dynamodb import KinesisStreamingDestination

TYPES = (PlaceType("aws:dynamodb/table:Table", "table"),)

_CHANGES = {
    "dynamodb:PutItem": ("INSERT", "MODIFY"),
    "dynamodb:UpdateItem": ("INSERT", "MODIFY"),
    "dynamodb:DeleteItem": ("REMOVE",),
    "dynamodb:BatchWriteItem": ("INSERT", "MODIFY", "REMOVE"),
    "dynamodb:PartiQLInsert": ("INSERT",),
    "dynamodb:PartiQLUpdate": ("MODIFY",),
    "dynamodb:PartiQLDelete": ("REMOVE",),
}


def _scopes(target: Target) -> Iterator[Scope]:
    """Records of the stream, by the kinds of change and the partition keys that are allowed."""
    denied: set[str] = set()
    facts = _keys(target.statement, target)
    for statement, _ in target.denials:
        if not statement.condition:
            denied.update(filter(statement.covers, target.actions))
        elif all(map(statement.covers, target.actions)):
            facts.update(_keys(statement, target, denied=True))
    allowed = [action for action in target.actions if action not in denied]
    kinds = sorted({kind for action in allowed for kind in _CHANGES[action]})
    if kinds:
        fact = pattern.fact({("eventName",): [literal(kind) for kind in kinds]})
        yield Events({f"changes {' '.join(kinds)}": fact, **facts})


def _keys(statement: Statement, target: Target, denied: bool = False) -> dict[str, Pattern]:
    """What `dynamodb:LeadingKeys` says of the partition key, whose name the table tells."""
    key = target.resource.properties.get("hashKey") if target.resource else None
    found = {}
    for operator, values in statement.condition_values("dynamodb:LeadingKeys").items():
        atoms = condition(operator, values, denied)
        if atoms and isinstance(key, str):
            name = f"{'deny' if denied else 'allow'} keys {operator} {values}"
            # A key of another type has no `S` in its record, and nothing is said of it.
            found[name] = pattern.fact({("dynamodb", "Keys", key, "S"): atoms})
    return found


ACCESS = (Access("table", tuple(_CHANGES), "table/{name}", scopes=_scopes),)


def streaming(view: KinesisStreamingDestination, places: Places) -> Iterator[Fact]:
    for table in places.find(view, "tableName", "table"):
        for stream in places.find(view, "streamArn", "stream"):
            evidence = Evidence(view.resource, "streamArn")
            certain = table.certain and stream.certain
            yield Listens(table.place, stream.place, "streams changes to", evidence, certain)


FACTS = {KinesisStreamingDestination: streaming}
