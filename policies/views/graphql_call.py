"""The GraphQL operation that an EventBridge rule calls, against the schema of its API.

graphql-core is imported where it is first needed: most stacks have no such rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from policies.view import Undecided, View
from policies.views.appsync import GraphQLApi
from policies.views.events import EventTarget
from policies.views.iam import linked
from policies.views.transformer import Place, filled

if TYPE_CHECKING:
    import graphql

_SCALARS = (
    *("AWSDate", "AWSTime", "AWSDateTime", "AWSTimestamp", "AWSEmail", "AWSJSON", "AWSURL"),
    *("AWSPhone", "AWSIPAddress"),
)
"""What every schema of AppSync knows without saying so."""
_ENVELOPE = (
    *("version", "id", "detail-type", "source", "account", "time", "region", "resources"),
    "detail",
)
"""Fields of an event, which is sent as it is where a target changes nothing."""


class Resolver(View):
    """`aws.appsync.Resolver`: what answers one field."""

    token = "aws:appsync/resolver:Resolver"

    @property
    def place(self) -> str:
        """`Subscription.onOrder`."""
        return f"{self.text('type')}.{self.text('field')}"


class AppsyncTarget(EventTarget):
    """A target that may be a GraphQL API."""

    @property
    def api(self) -> GraphQLApi | None:
        """The API, if this stack makes it."""
        found = linked(self, "arn", GraphQLApi)
        return found[0] if len(found) == 1 else None

    @property
    def operation(self) -> str:
        """The GraphQL document; empty where there is none."""
        return self.text("appsyncTarget.graphqlOperation")

    @property
    def variables(self) -> Any:
        """What the operation's variables are taken from: JSON, with a `Place` for what is open."""
        template, fixed = self.text("inputTransformer.inputTemplate"), self.text("input")
        try:
            if template or fixed:
                return filled(template) if template else json.loads(fixed)
        except (ValueError, RecursionError):
            return Place()  # events-broken-template says so.
        return Place() if self.text("inputPath") else {name: Place(name) for name in _ENVELOPE}


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


@dataclass(frozen=True)
class Listener:
    """A subscription that a mutation of the call sends to."""

    name: str
    field: graphql.GraphQLField
    mutation: str
    selected: frozenset[str]
    """Fields that the call selects: the only ones that subscribers ever get."""


@dataclass(frozen=True)
class Call:
    """An operation and the schema that it is held against."""

    target: AppsyncTarget
    api: GraphQLApi
    schema: graphql.GraphQLSchema
    document: graphql.DocumentNode

    @property
    def operations(self) -> list[graphql.OperationDefinitionNode]:
        import graphql

        found = self.document.definitions
        return [one for one in found if isinstance(one, graphql.OperationDefinitionNode)]

    def faults(self) -> Iterator[tuple[str, str]]:
        """(key, what is wrong) of each place where the document does not fit the schema."""
        import graphql

        for error in graphql.validate(self.schema, self.document):
            node = error.nodes[0] if error.nodes else None
            name = getattr(getattr(node, "name", None), "value", "")
            line = f" (line {error.locations[0].line})" if error.locations else ""
            yield f"{node.kind if node else ''}/{name}", f"{error.message.rstrip('.')}{line}"

    def variables(self) -> Iterator[Fault | Taken]:
        """What the target gives for the operation's variables, and does not."""
        import graphql

        given = self.target.variables
        if not isinstance(given, Mapping):
            return
        for operation in self.operations:
            for definition in operation.variable_definitions or ():
                name = definition.variable.name.value
                type_ = graphql.type_from_ast(self.schema, definition.type)
                if name in given and type_ is not None:
                    yield from _held(given[name], type_, name)
                elif graphql.is_non_null_type(type_) and definition.default_value is None:
                    yield Fault(name, f"does not give {name} ({type_})")

    def listeners(self) -> Iterator[Listener]:
        """The subscriptions that this call starts."""
        subscriptions = self.schema.subscription_type
        for mutation, selected in self._called() if subscriptions else ():
            for name, field in subscriptions.fields.items() if subscriptions else ():
                if mutation in _mutations_of(field):
                    yield Listener(name, field, mutation, selected)

    def _called(self) -> Iterator[tuple[str, frozenset[str]]]:
        """(mutation, fields selected of what it returns) of each mutation called."""
        import graphql

        for operation in self.operations:
            for node in operation.selection_set.selections:
                if isinstance(node, graphql.FieldNode):
                    yield node.name.value, self._selected(node)

    def _selected(self, node: graphql.FieldNode) -> frozenset[str]:
        import graphql

        fragments = {
            one.name.value: one
            for one in self.document.definitions
            if isinstance(one, graphql.FragmentDefinitionNode)
        }
        names: set[str] = set()
        work = [node.selection_set]
        while work:
            part = work.pop()
            for found in part.selections if part else ():
                if isinstance(found, graphql.FieldNode):
                    names.add(found.name.value)
                elif isinstance(found, graphql.InlineFragmentNode):
                    work.append(found.selection_set)
                elif isinstance(found, graphql.FragmentSpreadNode):
                    # Each once: a fragment that spreads itself ends here.
                    fragment = fragments.pop(found.name.value, None)
                    work.append(fragment.selection_set if fragment else None)
        return frozenset(names)


def call_of(target: AppsyncTarget) -> Call | None:
    """The call; None for targets of other kinds, of other stacks, and for what is no GraphQL.

    Raises `Undecided` where operation or schema are not known.
    """
    api = target.api
    if api is None or not target.operation:
        return None
    try:
        document = parsed(target.operation)
    except ValueError:
        return None  # events-appsync-operation says so.
    return Call(target, api, _schema_of(api), document)


def offered(listener: Listener) -> frozenset[str]:
    """The fields that a subscription's type has, without those that are deprecated."""
    import graphql

    type_: Any = graphql.get_named_type(listener.field.type)
    fields: Mapping[str, graphql.GraphQLField] = getattr(type_, "fields", {})
    return frozenset(n for n, field in fields.items() if field.deprecation_reason is None)


def required(listener: Listener) -> frozenset[str]:
    """Those of them that must not be null."""
    import graphql

    type_: Any = graphql.get_named_type(listener.field.type)
    return frozenset(
        name for name in offered(listener) if graphql.is_non_null_type(type_.fields[name].type)
    )


def enum_values(type_: graphql.GraphQLNamedType) -> frozenset[str] | None:
    """The values of an enum; None for what is none."""
    import graphql

    return frozenset(type_.values) if isinstance(type_, graphql.GraphQLEnumType) else None


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


def _schema_of(api: GraphQLApi) -> graphql.GraphQLSchema:
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
    # AppSync takes directives that it does not make anybody declare.
    return graphql.build_ast_schema(whole, assume_valid=True, assume_valid_sdl=True)


def _held(value: Any, type_: Any, path: str) -> Iterator[Fault | Taken]:
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
            yield from _held(item, type_.of_type, path)
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
            yield from _held(value[name], field.type, f"{path}.{name}")
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


def _mutations_of(field: graphql.GraphQLField) -> list[str]:
    """The mutations that `@aws_subscribe` links to a subscription."""
    import graphql

    for directive in (field.ast_node.directives if field.ast_node else None) or ():
        if directive.name.value == "aws_subscribe":
            for argument in directive.arguments or ():
                if argument.name.value == "mutations":
                    named = graphql.value_from_ast_untyped(argument.value)
                    return [str(one) for one in (named if isinstance(named, list) else [named])]
    return []
