"""Inputs against pulumi_aws's own classes: names, required ones, types, also nested.

Secrets are looked into and unknown values pass. All problems are found at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from offline.provider import wire
from offline.provider.schema import ListOf, MapOf, ObjectOf, OneOf, Property, Scalar, Type, nearest

_GOT = ", got "


@dataclass(frozen=True)
class Problem:
    """One wrong input: its path such as `environment.variables.LEVEL`, and what is wrong."""

    path: str
    reason: str

    @property
    def without_value(self) -> str:
        """The reason, for a secret: what was given instead is nobody's business."""
        expected, got, _ = self.reason.partition(_GOT)
        return f"{expected}{_GOT}a secret of another type" if got else expected


def problems(inputs: Mapping[str, Any], properties: Mapping[str, Property]) -> list[Problem]:
    """Everything that is wrong with a resource's, a provider's or a function's inputs."""
    return list(_object(inputs, properties, ""))


def _object(
    value: Mapping[str, Any], properties: Mapping[str, Property], path: str
) -> Iterator[Problem]:
    for name, item in value.items():
        where = f"{path}.{name}" if path else name
        if wire.internal(name):
            continue
        if name in properties:
            yield from _value(item, properties[name].type, where)
        else:
            yield Problem(where, _unknown_name(name, properties))
    for name, property_ in properties.items():
        if property_.required and value.get(name) is None:
            where = f"{path}.{name}" if path else name
            yield Problem(where, f'required property "{name}" is missing')


def _unknown_name(name: str, properties: Mapping[str, Property]) -> str:
    close = nearest(name, properties)
    if close is None:
        return f'unknown property "{name}"; known are: {", ".join(sorted(properties)) or "none"}'
    python_name = properties[close].python_name
    in_python = f" ({python_name} in Python)" if python_name != close else ""
    return f'unknown property "{name}"; did you mean "{close}"{in_python}?'


def _value(value: Any, type_: Type, path: str) -> Iterator[Problem]:
    if wire.signature(value) == wire.SECRET:
        yield from (
            Problem(p.path, p.without_value) for p in _value(wire.reveal(value), type_, path)
        )
        return
    if value is None or wire.is_unknown(value):
        return
    if isinstance(type_, Scalar):
        if not _is_scalar(value, type_.name):
            yield _mismatch(path, type_, value)
    elif isinstance(type_, OneOf):
        yield from _one_of(value, type_, path)
    elif isinstance(type_, ListOf):
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from _value(item, type_.item, f"{path}[{index}]")
        else:
            yield _mismatch(path, type_, value)
    elif not isinstance(value, dict) or wire.signature(value):
        yield _mismatch(path, type_, value)
    elif isinstance(type_, ObjectOf):
        yield from _object(value, type_.fields, path)
    else:
        for key, item in value.items():
            yield from _value(item, type_.item, f"{path}.{key}")


def _one_of(value: Any, type_: OneOf, path: str) -> Iterator[Problem]:
    """Right when one option takes it; else the problems of the option of the same shape."""
    found = [list(_value(value, option, path)) for option in type_.options]
    if all(found):
        same_shape = [p for p in found if p[0].path != path]
        yield from same_shape[0] if same_shape else [_mismatch(path, type_, value)]


def _is_scalar(value: Any, name: str) -> bool:
    if name == "any":
        return True
    if name in ("asset", "archive"):
        wanted = {"asset": (wire.ASSET, wire.ARCHIVE), "archive": (wire.ARCHIVE,)}[name]
        return wire.signature(value) in wanted
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, int):
        return name in ("integer", "number")
    if isinstance(value, float):
        return name == "number"
    return isinstance(value, str) and name == "string"


def _mismatch(path: str, type_: Type, value: Any) -> Problem:
    return Problem(path, f"expected {_describe(type_)}{_GOT}{_describe_value(value)}")


_WITH_ARTICLE = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "asset": "an asset",
    "archive": "an archive",
    "any": "anything",
}


def _describe(type_: Type) -> str:
    if isinstance(type_, Scalar):
        return _WITH_ARTICLE[type_.name]
    if isinstance(type_, OneOf):
        return " or ".join(_describe(option) for option in type_.options)
    if isinstance(type_, ListOf):
        return "a list"
    return "a map" if isinstance(type_, MapOf) else "an object"


def _describe_value(value: Any) -> str:
    special = {wire.ASSET: "an asset", wire.ARCHIVE: "an archive"}.get(wire.signature(value) or "")
    if special:
        return special
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the string "{value}"' if len(value) <= 40 else "a string"
    return "a list" if isinstance(value, list) else "an object"
