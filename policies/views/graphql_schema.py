"""GraphQL documents and schemas, as AppSync reads them, and values that are to fit a schema.

graphql-core is imported where it is first needed: most stacks have no use for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from policies.view import Undecided
from policies.views.appsync import GraphQLApi
from policies.views.transformer import Place

if TYPE_CHECKING:
    import graphql

_SCALARS = (
    *("AWSDate", "AWSTime", "AWSDateTime", "AWSTimestamp", "AWSEmail", "AWSJSON", "AWSURL"),
    *("AWSPhone", "AWSIPAddress"),
)
"""What every schema of AppSync knows without saying so."""


@dataclass(frozen=True)
class Fault:
    """Something that the variables lack or have too much."""

    path: str
    text: str


@dataclass(frozen=True)
class Taken:
    """A value of the event, and the type that it must fit."""

    place: Place
    type: graphql.GraphQLNamedType


@lru_cache(maxsize=64)
def parsed(text: str) -> graphql.DocumentNode:
    """The document in `text`; raises ValueError where it is no GraphQL."""
    import graphql

    try:
        return graphql.parse(text)
    except graphql.GraphQLError as error:
        line = f" (line {error.locations[0].line})" if error.locations else ""
        raise ValueError(f"{error.message.rstrip('.')}{line}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def schema_of(api: GraphQLApi) -> graphql.GraphQLSchema:
    """The API's schema. Raises `Undecided` where it is not known, not set here, or not sound."""
    text = api.schema
    if not text.strip():
        raise Undecided(api.resource, "schema", "is not set here")
    try:
        return _built(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise Undecided(api.resource, "schema", f"cannot be read: {error}") from None


@lru_cache(maxsize=16)
def _built(text: str) -> graphql.GraphQLSchema:
    import graphql

    given = parsed(text)
    names = {getattr(getattr(one, "name", None), "value", "") for one in given.definitions}
    own = " ".join(f"scalar {name}" for name in _SCALARS if name not in names)
    whole = graphql.concat_ast([given, graphql.parse(own)]) if own else given
    try:
        # AppSync takes directives that it does not make anybody declare.
        schema = graphql.build_ast_schema(whole, assume_valid_sdl=True)
        graphql.type.assert_valid_schema(schema)
    except graphql.GraphQLError as error:
        raise ValueError(error.message) from None
    return schema


def held(value: Any, type_: Any, path: str) -> Iterator[Fault | Taken]:
    """What is wrong with `value` as a `type_`, and where values of the event go."""
    import graphql

    if graphql.is_non_null_type(type_):
        if value is None:
            yield Fault(path, f"gives null for {path} ({type_})")
            return
        type_ = type_.of_type
    if isinstance(value, Place):
        yield Taken(value, graphql.get_named_type(type_))
    elif value is None:
        return
    elif graphql.is_list_type(type_):
        for item in value if isinstance(value, list) else [value]:
            yield from held(item, type_.of_type, path)
    elif graphql.is_input_object_type(type_):
        yield from _object(value, type_, path)
    elif graphql.is_enum_type(type_) and value not in tuple(type_.values):
        yield Fault(path, f"gives {_shown(value)} for {path}, which {type_} does not have")


def _object(value: Any, type_: Any, path: str) -> Iterator[Fault | Taken]:
    import graphql

    if not isinstance(value, Mapping):
        yield Fault(path, f"gives {_shown(value)} for {path}, an object ({type_})")
        return
    for name, field in type_.fields.items():
        if name in value:
            yield from held(value[name], field.type, f"{path}.{name}")
        elif graphql.is_required_input_field(field):
            yield Fault(f"{path}.{name}", f"does not give {path}.{name} ({field.type})")
    for name in value:
        if name not in type_.fields:
            yield Fault(f"{path}.{name}", f"gives {path}.{name}, which {type_} does not have")


def _shown(value: Any) -> str:
    if isinstance(value, (Mapping, list)):
        return "an object" if isinstance(value, Mapping) else "a list"
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def enum_values(type_: graphql.GraphQLNamedType) -> frozenset[str] | None:
    """The values of an enum; None for what is none."""
    import graphql

    return frozenset(type_.values) if isinstance(type_, graphql.GraphQLEnumType) else None
