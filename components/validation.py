"""From pydantic's errors to problems in this project's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from components.args import FORMS
from components.errors import HIDDEN, MISSING, Problem, Wrong, most_like, nearest
from components.hints import Step, fields_at, has_models, union_steps
from components.partial import in_part
from components.references import Template, leaves
from components.unions import meant

M = TypeVar("M", bound=BaseModel)

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


def checked(model: type[M], values: Mapping[str, Any], where: str) -> tuple[M, list[Problem]]:
    """`values` read by `model`, and a problem for each setting that it refuses.

    Where there are problems, settings that are wrong have no value: asking for one is an
    AttributeError. `where` stands in front of each problem's path.
    """
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        faults = meant(error.errors(), model)
    read, more = in_part(model, values, faults)
    told = {(details["loc"], details["msg"]) for details in faults}
    faults += [details for details in more if (details["loc"], details["msg"]) not in told]
    return read, [_problem(details, where, model, values) for details in faults]


def _problem(
    details: ErrorDetails, where: str, model: type[BaseModel], values: Mapping[str, Any]
) -> Problem:
    loc, kind = details["loc"], details["type"]
    labels = union_steps(model, loc)
    shown = [step for index, step in enumerate(loc) if index not in labels and step != "[key]"]
    path = where + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in shown)
    found, ctx = details["input"], details.get("ctx", {})
    if kind == "missing":
        return Problem(path, MISSING, "a value", f"add {loc[-1]}")
    if kind == "extra_forbidden":
        given: Any = values
        for step in shown[:-1]:
            given = given[step]
        return Problem(path, found, "a known setting", _instead(str(loc[-1]), model, loc, given))
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
        words = [word.strip(" '\"") for word in ctx["expected"].replace(" or ", ", ").split(",")]
        others = " or a mapping" if labels and has_models(model, loc[: labels[-1]]) else ""
        return Problem(path, found, f"one of {', '.join(words)}{others}", _closest(found, words))
    if kind == "string_pattern_mismatch" and ctx["pattern"] in FORMS:
        return Problem(path, found, FORMS[ctx["pattern"]], "write it in that form")
    if kind in _LIMITS:
        expected, fix = _LIMITS[kind]
        return Problem(path, found, expected.format(**ctx), fix)
    if kind in _TYPES:
        return Problem(path, found, _TYPES[kind], f"write {_TYPES[kind]}")
    message = details["msg"].removeprefix("Value error, ")
    if isinstance(wrong := ctx.get("error"), Wrong):
        inner = dict(leaves(found)).get(wrong.at, found) if wrong.at else found
        path = f"{path}.{wrong.at}" if wrong.at else path
        return Problem(path, inner, message, wrong.fix)
    several = isinstance(found, Mapping)
    return Problem(path, found, message, "make them agree" if several else "correct the value")


def _closest(found: Any, values: list[str]) -> str:
    """The fix for a value out of a list: the nearest number, or the most similar word."""
    if isinstance(found, int) and all(value.isdigit() for value in values):
        return f"write {min(values, key=lambda value: abs(int(value) - found))}"
    return nearest(str(found), values)


def _instead(key: str, model: type[BaseModel], loc: tuple[Step, ...], given: Any) -> str:
    """The fix for a key that is no setting's, beside those that are `given`."""
    known = fields_at(model, loc[:-1])
    close = most_like(key, known)
    if close in given:
        return f"remove it, {close} is there already"
    return nearest(key, [name for name in known if name not in given])
