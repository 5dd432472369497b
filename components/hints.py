"""The types of settings along a path, as pydantic's errors write it."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

Step = int | str
"""A setting, a key, an index, or pydantic's name for a member of a union."""


def union_steps(model: type[BaseModel], loc: tuple[Step, ...]) -> list[int]:
    """Where in `loc` pydantic names the member of a union (that of `X | None` it doesn't name)."""
    return [
        index
        for index in range(1, len(loc))
        if any(is_choice(hint) for hint in hints_at(model, loc[:index]))
    ]


def fields_at(model: type[BaseModel], loc: tuple[Step, ...]) -> list[str]:
    """The names of the settings known at `loc` inside `model`."""
    return [
        name
        for hint in hints_at(model, loc)
        for found in models(hint)
        for name in found.model_fields
    ]


def has_models(model: type[BaseModel], loc: tuple[Step, ...]) -> bool:
    return any(True for hint in hints_at(model, loc) for _ in models(hint))


def hints_at(model: type[BaseModel], loc: tuple[Step, ...]) -> list[Any]:
    here: list[Any] = [model]
    for step in loc:
        here = [inner for hint in here for inner in _inside(hint, step)]
    return here


def _inside(hint: Any, step: Step) -> Iterator[Any]:
    """The hints of what stands at `step`."""
    for item in members(hint):
        if isinstance(item, type) and issubclass(item, BaseModel):
            if is_choice(hint) and is_called(item, step):
                yield item
            elif step in item.model_fields and not is_choice(hint):
                yield item.model_fields[str(step)].annotation
        elif typing.get_origin(item) in (dict, tuple, list):
            yield inner_hint(item)


def inner_hint(container: Any) -> Any:
    """The hint of what a mapping or list holds."""
    return [inner for inner in typing.get_args(container) if inner is not Ellipsis][-1]


def is_called(member: type[BaseModel], label: Step) -> bool:
    """Whether `label` is pydantic's name for this member of a union.

    That is its discriminator's value, or its class, inside what checks it after its fields:
    `function-after[_each_once(), Clients]`.
    """
    if re.findall(r"\w+", str(label))[-1:] == [member.__name__]:
        return True
    return any(
        label in typing.get_args(field.annotation)
        for field in member.model_fields.values()
        if typing.get_origin(field.annotation) is typing.Literal
    )


def is_choice(hint: Any) -> bool:
    return len([item for item in members(hint) if item is not type(None)]) > 1


def models(hint: Any) -> Iterator[type[BaseModel]]:
    for item in members(hint):
        if isinstance(item, type) and issubclass(item, BaseModel):
            yield item


def members(hint: Any) -> Iterator[Any]:
    """The members of a union; anything else alone."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        yield from members(typing.get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for item in typing.get_args(hint):
            yield from members(item)
    else:
        yield hint
