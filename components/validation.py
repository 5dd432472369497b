"""From pydantic's errors to problems in this project's words."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from components.errors import HIDDEN, MISSING, Problem, nearest
from components.references import Template

_RANGE = "set a value inside that range"
_LIMITS = {
    "greater_than_equal": ("at least {ge}", _RANGE),
    "greater_than": ("more than {gt}", _RANGE),
    "less_than_equal": ("at most {le}", _RANGE),
    "less_than": ("less than {lt}", _RANGE),
    "string_pattern_mismatch": ("text that matches {pattern}", "write it in that form"),
    "string_too_short": ("at least {min_length} characters", "write more"),
    "string_too_long": ("at most {max_length} characters", "make it shorter"),
    "too_short": ("at least {min_length} of them", "add what is missing"),
    "too_long": ("at most {max_length} of them", "take some out"),
}
"""What pydantic calls it: what is expected, and what to do."""

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}


def problems_of(error: ValidationError, where: str, model: type[BaseModel]) -> list[Problem]:
    """One problem for each setting that `model` refused; `where` stands in front of each path."""
    return [_problem(details, where, model) for details in _meant(error.errors(), model)]


def _meant(errors: list[ErrorDetails], model: type[BaseModel]) -> list[ErrorDetails]:
    """Without what pydantic says twice, or of those members of a union that nobody meant to write.

    It tries all of them and reports on each; the one meant has the value's shape and the fewest
    faults.
    """
    members: dict[tuple[int | str, ...], dict[int | str, list[ErrorDetails]]] = {}
    kept: list[ErrorDetails] = []
    for details in errors:
        inside = [e for e in errors if e["loc"][: len(details["loc"])] == details["loc"]]
        if details["type"] == "too_short" and len(inside) > 1:
            continue  # it counts only what is right
        index = _union_step(model, details["loc"])
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
        kept += min((shaped or literals or found).values(), key=len)
    return kept


def _union_step(model: type[BaseModel], loc: tuple[int | str, ...]) -> int | None:
    """Where in `loc` pydantic names the member of a union (that of `X | None` it doesn't name)."""
    for index in range(1, len(loc)):
        for hint in _hints_at(model, loc[:index]):
            if len([item for item in _union(hint) if item is not type(None)]) > 1:
                return index
    return None


def _problem(details: ErrorDetails, where: str, model: type[BaseModel]) -> Problem:
    loc, kind = details["loc"], details["type"]
    member = _union_step(model, loc)
    shown = [step for index, step in enumerate(loc) if index != member and step != "[key]"]
    path = where + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in shown)
    found, ctx = details["input"], details.get("ctx", {})
    if kind == "missing":
        return Problem(path, MISSING, "a value", f"add {loc[-1]}")
    if kind == "extra_forbidden":
        known = _fields_at(model, loc[:-1])
        return Problem(path, found, "a known setting", nearest(str(loc[-1]), known))
    if kind == "plain_secret":
        return Problem(
            path,
            HIDDEN,
            details["msg"],
            "pulumi config set --secret palisade:NAME, then write ${secret:NAME} here",
        )
    if isinstance(found, Template):
        return Problem(
            path,
            str(found),
            "a plain value: it is needed before anything is created",
            "write the value itself in place of the reference",
        )
    if kind in ("literal_error", "enum"):
        values = [value.strip(" '\"") for value in ctx["expected"].replace(" or ", ", ").split(",")]
        others = " or a mapping" if member is not None and _has_models(model, loc[:member]) else ""
        return Problem(path, found, f"one of {', '.join(values)}{others}", _closest(found, values))
    if kind in _LIMITS:
        expected, fix = _LIMITS[kind]
        return Problem(path, found, expected.format(**ctx), fix)
    if kind in _TYPES:
        return Problem(path, found, _TYPES[kind], f"write {_TYPES[kind]}")
    message = details["msg"].removeprefix("Value error, ")
    return Problem(path, found, message, "correct the value")


def _closest(found: Any, values: list[str]) -> str:
    """The fix for a value out of a list: the nearest number, or the most similar word."""
    if isinstance(found, int) and all(value.isdigit() for value in values):
        return f"write {min(values, key=lambda value: abs(int(value) - found))}"
    return nearest(str(found), values)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The names of the settings known at `loc` inside `model`."""
    return [
        name
        for hint in _hints_at(model, loc)
        for found in _models(hint)
        for name in found.model_fields
    ]


def _has_models(model: type[BaseModel], loc: tuple[int | str, ...]) -> bool:
    return any(True for hint in _hints_at(model, loc) for _ in _models(hint))


def _hints_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[Any]:
    here: list[Any] = [model]
    for step in loc:
        here = [inner for hint in here for inner in _inside(hint, step)]
    return here


def _inside(hint: Any, step: int | str) -> Iterator[Any]:
    """The hints of what stands at `step` (a setting, a key, an index, a member of a union)."""
    for item in _union(hint):
        if isinstance(item, type) and issubclass(item, BaseModel):
            if step in item.model_fields:
                yield item.model_fields[str(step)].annotation
            elif step == item.__name__:
                yield item
        elif typing.get_origin(item) in (dict, tuple, list):
            yield [inner for inner in typing.get_args(item) if inner is not Ellipsis][-1]


def _models(hint: Any) -> Iterator[type[BaseModel]]:
    for item in _union(hint):
        if isinstance(item, type) and issubclass(item, BaseModel):
            yield item


def _union(hint: Any) -> Iterator[Any]:
    """The members of a union; anything else alone."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        yield from _union(typing.get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for item in typing.get_args(hint):
            yield from _union(item)
    else:
        yield hint
