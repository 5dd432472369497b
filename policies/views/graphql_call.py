"""The GraphQL operation that an EventBridge rule calls, against the schema of its API.

graphql-core is imported where it is first needed: most stacks have no such rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policies.views.appsync import GraphQLApi
from policies.views.events import EventTarget
from policies.views.graphql_schema import Fault, Taken, held, parsed, schema_of
from policies.views.linked import linked
from policies.views.transformer import Place, filled

if TYPE_CHECKING:
    import graphql

_ENVELOPE = (
    *("version", "id", "detail-type", "source", "account", "time", "region", "resources"),
    "detail",
)
"""Fields of an event, which is sent as it is where a target changes nothing."""


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
class Listener:
    """A subscription that a mutation of the call sends to."""

    name: str
    field: graphql.GraphQLField
    mutation: str
    selected: frozenset[str]
    """Fields that the call selects: the only ones that subscribers ever get."""

    @property
    def offered(self) -> frozenset[str]:
        """The fields that the subscription's type has, without those that are deprecated."""
        fields = self._fields.items()
        return frozenset(name for name, field in fields if field.deprecation_reason is None)

    @property
    def required(self) -> frozenset[str]:
        """Those of them that must not be null."""
        import graphql

        offered, fields = self.offered, self._fields
        return frozenset(one for one in offered if graphql.is_non_null_type(fields[one].type))

    @property
    def _fields(self) -> Mapping[str, graphql.GraphQLField]:
        """Empty for scalars and unions."""
        import graphql

        return getattr(graphql.get_named_type(self.field.type), "fields", {})


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
                    yield from held(given[name], type_, name)
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
    return Call(target, api, schema_of(api), document)


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
