"""Of all that pydantic reports, what a person can have meant."""

from __future__ import annotations

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from components.errors import most_like
from components.hints import Step, fields_at, union_steps


def meant(errors: list[ErrorDetails], model: type[BaseModel], after: int = 0) -> list[ErrorDetails]:
    """Without what pydantic says twice, or of those members of a union that nobody meant to write.

    It tries all of them and reports on each; the one meant has the value's shape, knows its keys
    and has the fewest faults. `after`: where in paths unions are not decided yet.
    """
    members: dict[tuple[Step, ...], dict[Step, list[ErrorDetails]]] = {}
    kept: list[ErrorDetails] = []
    for details in errors:
        inside = [e for e in errors if e["loc"][: len(details["loc"])] == details["loc"]]
        if details["type"] == "too_short" and len(inside) > 1:
            continue  # it counts only what is right
        index = next((i for i in union_steps(model, details["loc"]) if i >= after), None)
        if index is None:
            kept.append(details)
        else:
            union, label = details["loc"][:index], details["loc"][index]
            members.setdefault(union, {}).setdefault(label, []).append(details)
    for union, found in members.items():
        shaped = {
            label: faults
            for label, faults in found.items()
            if all(len(f["loc"]) > len(union) + 1 or f["type"] == "value_error" for f in faults)
        }
        literals = {label: f for label, f in found.items() if str(label).startswith("literal")}
        chosen = min(
            (shaped or literals or found).values(),
            key=lambda faults: (_strange_keys(faults, model), len(faults)),
        )
        kept += meant(chosen, model, len(union) + 1)
    return kept


def _strange_keys(faults: list[ErrorDetails], model: type[BaseModel]) -> int:
    """How many keys are not even like one that is known there."""
    keys = [details["loc"] for details in faults if details["type"] == "extra_forbidden"]
    return sum(not most_like(str(loc[-1]), fields_at(model, loc[:-1])) for loc in keys)
