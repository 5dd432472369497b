"""A connection shows a credential to all who may look at it."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.events import EventConnection
from policies.views.secret_names import carries_credential


@rule(
    severity=Severity.MEDIUM,
    title="A connection shows a credential",
    why="EventBridge keeps only values that are marked in its secret; this one is shown to whoever "
    "may describe the connection.",
    fix="Set isValueSecret to true for it, or use the connection's authorization itself.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionHeaderParameter.html",
)
def shown_credential(connection: EventConnection) -> Iterator[Finding | Open]:
    for place in connection.parameter_lists():
        if connection.peek(place) is UNKNOWN:
            yield Open(connection.resource, place)
    for path in connection.parameters():
        key = connection.text(f"{path}.key")
        if not carries_credential(key) or connection.peek(f"{path}.value") in (None, ""):
            continue
        if not connection.flag(f"{path}.isValueSecret"):
            where = path.rpartition(".")[2]
            yield Finding(connection, path, f"shows {key} ({where}): isValueSecret is not true")
