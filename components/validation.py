"""From pydantic's errors to problems in this project's words."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from components.errors import MISSING, Problem, nearest
from components.references import Template

_LIMITS = {
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
}
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
    return [_problem(details, where, model) for details in error.errors()]


def _problem(details: ErrorDetails, where: str, model: type[BaseModel]) -> Problem:
    loc, kind = details["loc"], details["type"]
    path = where + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
    found, ctx = details["input"], details.get("ctx", {})
    if kind == "missing":
        return Problem(path, MISSING, "a value", f"add {loc[-1]}")
    if kind == "extra_forbidden":
        known = _fields_at(model, loc[:-1])
        return Problem(path, found, "a known setting", nearest(str(loc[-1]), known))
    if kind == "plain_secret":
        return Problem(
            path,
            "(hidden)",
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
        return Problem(path, found, f"one of {', '.join(values)}", nearest(str(found), values))
    if kind in _LIMITS:
        return Problem(path, found, _LIMITS[kind].format(**ctx), "set a value inside that range")
    if kind in _TYPES:
        return Problem(path, found, _TYPES[kind], f"write {_TYPES[kind]}")
    message = details["msg"].removeprefix("Value error, ")
    return Problem(path, found, message, "correct the value")


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The names of the settings known at `loc` inside `model`."""
    here: list[Any] = [model]
    for step in loc:
        here = [inner for hint in here for inner in _inside(hint, step)]
    return [name for hint in here for found in _models(hint) for name in found.model_fields]


def _inside(hint: Any, step: int | str) -> Iterator[Any]:
    for model in _models(hint):
        if step in model.model_fields:
            yield model.model_fields[str(step)].annotation
        elif step == model.__name__:  # pydantic names the member of a union in the path
            yield model
    if typing.get_origin(hint) in (dict, tuple, list):
        yield from (item for item in typing.get_args(hint) if item is not Ellipsis)
    elif typing.get_origin(hint) in (typing.Union, types.UnionType, typing.Annotated):
        for item in typing.get_args(hint):
            yield from _inside(item, step)


def _models(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    elif typing.get_origin(hint) in (typing.Union, types.UnionType, typing.Annotated):
        for item in typing.get_args(hint):
            yield from _models(item)
