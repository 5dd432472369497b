"""Checks across settings, while some of the settings are wrong.

pydantic leaves out a model's checks as soon as one of its fields is wrong, and ends with the first
check that fails. Here they run on what is right. A setting that is wrong has no value, nor has one
that was left out where a key is misspelt; a check that asks for it stays undecided. So what is
found is true whatever is written there, and never only a consequence.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, TypeAdapter
from pydantic_core import ErrorDetails

from components.errors import most_like
from components.hints import Step, inner_hint, is_called, is_choice, members, models

M = TypeVar("M", bound=BaseModel)
_NOTHING = object()
Loc = tuple[Step, ...]
Check = Callable[[Any], Any]


def in_part(
    model: type[M], values: Mapping[str, Any], faults: list[ErrorDetails], at: Loc = ()
) -> tuple[M, list[ErrorDetails]]:
    """`values` without what is in doubt, and what checks find; `faults` are pydantic's errors."""
    found: list[ErrorDetails] = []
    read = model.model_construct()
    held = vars(read)
    doubtful = _misspelt(model, values, faults, at)
    for name, field in model.model_fields.items():
        here = (*at, name)
        if name in values:
            hint = Annotated[field.annotation, field]
            held[name] = _value(hint, values[name], faults, here, found)
        if name in doubtful or held.get(name) is _NOTHING:
            held.pop(name, None)
    for check in _checks(model):
        try:
            check(read)
        except AttributeError as error:
            _undecided(error)
        except ValueError as error:
            found.append(
                {
                    "type": "value_error",
                    "loc": at,
                    "msg": f"Value error, {error}",
                    "input": values,
                    "ctx": {"error": error},
                }
            )
            for name in list(_asked_for(check, read)):
                del held[name]
    return read, found


def _value(hint: Any, value: Any, faults: list[ErrorDetails], at: Loc, found: list[Any]) -> Any:
    """What stands at `at`, as far as it is right; _NOTHING where it can't be told apart."""
    inside = [details for details in faults if details["loc"][: len(at)] == at]
    if not inside:
        return TypeAdapter(hint).validate_python(value)
    if is_choice(hint):
        labels = {details["loc"][len(at)] if details["loc"] != at else "" for details in inside}
        read = _model_of(hint, value, inside, (*at, *labels), found)
        # Which member was meant is sure only where a setting of it says so; else it is a guess.
        named = isinstance(value, Mapping) and any(held in labels for held in value.values()
                                                   if isinstance(held, str))  # fmt: skip
        return read if named else _NOTHING
    if any(models(hint)):
        return _model_of(hint, value, inside, at, found)
    itself = any(details["loc"] == at or "[key]" in details["loc"][len(at) :][1:2]
                 for details in inside)  # fmt: skip
    (container,) = [item for item in members(hint) if item is not type(None)]
    if itself or not isinstance(value, (Mapping, list, tuple)):
        return _NOTHING
    keys = value if isinstance(value, Mapping) else range(len(value))
    inner = inner_hint(container)
    parts = {key: _value(inner, value[key], inside, (*at, key), found) for key in keys}
    if any(part is _NOTHING for part in parts.values()):
        return _NOTHING
    return parts if isinstance(value, Mapping) else tuple(parts.values())


def _model_of(hint: Any, value: Any, faults: list[ErrorDetails], at: Loc, found: list[Any]) -> Any:
    """A model that is wrong inside; its checks may be all that is wrong."""
    chosen = [item for item in models(hint) if not is_choice(hint) or is_called(item, at[-1])]
    if len(chosen) != 1 or not isinstance(value, Mapping):
        return _NOTHING
    read, more = in_part(chosen[0], value, faults, at)
    found += more
    itself = any(details["loc"] == at for details in faults)
    return _NOTHING if itself and not more else read


def _misspelt(
    model: type[BaseModel], values: Mapping[str, Any], faults: list[ErrorDetails], at: Loc
) -> set[str]:
    """The settings left out that keys may stand for which are none: the one most alike, or all."""
    left_out = [name for name in model.model_fields if name not in values]
    doubtful: set[str] = set()
    for details in faults:
        if details["type"] == "extra_forbidden" and details["loc"][:-1] == at:
            close = most_like(str(details["loc"][-1]), model.model_fields)
            doubtful |= {close} if close else set(left_out)
    return doubtful.intersection(left_out)


def _checks(model: type[BaseModel]) -> Iterator[Check]:
    for decorator in model.__pydantic_decorators__.model_validators.values():
        if decorator.info.mode == "after":
            yield typing.cast("Check", decorator.func)


def _asked_for(check: Check, read: BaseModel) -> Iterator[str]:
    """The settings without which a check that failed would not have: they are in doubt now."""
    held = vars(read)
    for name, value in list(held.items()):
        del held[name]
        try:
            check(read)
        except AttributeError as error:
            _undecided(error)
            yield name
        except ValueError:
            pass
        held[name] = value


def _undecided(error: AttributeError) -> None:
    """A setting without a value is no mistake here; any other missing attribute is one."""
    if not isinstance(error.obj, BaseModel) or error.name not in type(error.obj).model_fields:
        raise error
