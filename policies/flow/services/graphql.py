"""AppSync's GraphQL APIs: the fields that are called, and what their resolvers call in turn.

A data source is reached over the fields whose resolvers use it. Whether a resolver passes a call
on is in its template and not looked at, so that nothing that goes into an API is certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies.flow.access import Access, Target
from policies.flow.model import ActsAs, Evidence, Fact, Filter, Listens, Scope
from policies.flow.overlap import ANYTHING, Glob, Overlap, iam, literal, overlap
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Unknown
from policies.flow.services import addresses
from policies.flow.services.apis import asks
from policies.view import Stack
from policies.views.appsync import DataSource, GraphQLApi, Resolver, ResolverStep
from policies.views.graphql_schema import parsed
from policies.views.linked import linked, listed

Field = tuple[Glob, Glob]
"""Type and field: `Mutation`, `publish`."""
_ROOTS = ("Query", "Mutation", "Subscription")

DOUBT = "whether its resolver passes the call on is not looked at"

TYPES = (PlaceType("aws:appsync/graphQLApi:GraphQLApi", "GraphQL API", name="id"),)


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of fields of a GraphQL API."""

    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return ", ".join(f"{type_}.{field}" for type_, field in self.fields)


@dataclass(frozen=True)
class FieldFilter:
    """Calls of the fields whose resolvers use a data source. Never sure to let one through."""

    fields: tuple[tuple[str, str], ...]

    def admits(self, scope: Scope) -> Overlap:
        if not isinstance(scope, Calls):
            return Overlap.MAYBE
        best = max(
            min(overlap([type_, literal(own)]), overlap([field, literal(name)]))
            for type_, field in scope.fields
            for own, name in self.fields
        )
        return min(best, Overlap.MAYBE)

    def __str__(self) -> str:
        return ", ".join(".".join(field) for field in self.fields)


_ARN = "apis/{name}"


def _apis(places: Places, pattern: str) -> list[Found]:
    """APIs by a pattern that goes on with type and field: `…:apis/ID/types/T/fields/F`."""
    start, slash, rest = pattern.partition(":apis/")
    own, _, fields = rest.partition("/")
    found = places.matching(f"{start}{slash}{own}" if slash else pattern, "GraphQL API", _ARN)
    return [Found(item.place, item.certain, fields) for item in found]


def _allowed(target: Target) -> Iterator[Scope]:
    yield Calls(tuple(_field(found.rest) for found in target.allowed))


def _field(text: str) -> Field:
    """What `types/T/fields/F` of a policy covers; a part that is missing or cut off is any."""
    parts = text.split("/")
    if len(parts) == 4 and parts[0] == "types" and parts[2] == "fields":
        return iam(parts[1]), iam(parts[3])
    if len(parts) >= 2 and parts[0] == "types" and "*" not in parts[1]:
        return literal(parts[1]), ANYTHING
    return ANYTHING, ANYTHING


ACCESS = (
    Access("GraphQL API", ("appsync:GraphQL",), _ARN, find=_apis, scopes=_allowed, doubt=DOUBT),
)


def called(operation: object) -> Calls | None:
    """The fields that a GraphQL document calls; None where it is not known or none."""
    import graphql

    try:
        document = parsed(operation) if isinstance(operation, str) else None
    except ValueError:
        return None  # events-appsync-operation says so.
    fields = []
    for one in document.definitions if document else ():
        if isinstance(one, graphql.OperationDefinitionNode):
            for node in one.selection_set.selections:
                if not isinstance(node, graphql.FieldNode):
                    return None  # A fragment at the root: seldom, and any field may be in it.
                root = one.operation.value.capitalize()
                fields.append((literal(root), literal(node.name.value)))
    return Calls(tuple(fields)) if fields else None


def data_source(view: DataSource, places: Places) -> Iterator[Fact]:
    passes = _reached(view)
    for api in places.find(view, "apiId", "GraphQL API"):
        path = "lambdaConfig.functionArn"
        for function in places.find(view, path, "function"):
            certain = api.certain and function.certain
            evidence = Evidence(view.resource, path)
            yield Listens(api.place, function.place, "starts", evidence, certain, passes, view.urn)
        for role in places.find(view, "serviceRoleArn", "role"):
            certain = api.certain and role.certain
            yield ActsAs(api.place, role.place, certain, passes, view.urn)
        # With a role it is an AWS service that is called, and the role says what for.
        path, own = "httpConfig.endpoint", view.peek("serviceRoleArn")
        for address in addresses.behind(view, path, "", places):
            elsewhere = "HTTP data source elsewhere" if own is None else ""
            evidence = Evidence(view.resource, path)
            yield address.by(api.place, "calls", evidence, elsewhere, passes, view.urn)


def _reached(view: DataSource) -> Filter:
    """What gets to a data source."""
    by_source = view.stack.once(_fields_by_source) if view.stack else None
    fields = by_source.get(view.urn) if by_source is not None else None
    if not fields:
        # A resolver that is not here, or that has not been registered yet.
        return Unknown("fields not known yet")
    if any(type_ not in _ROOTS for type_, _ in fields):
        return Unknown("fields of what other fields give")
    return FieldFilter(tuple(sorted(fields)))


def _fields_by_source(stack: Stack) -> Mapping[str, set[tuple[str, str]]] | None:
    """URN of each data source → the fields that use it; None where one may use any of them."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for resolver in stack.of(Resolver):
        type_, field = resolver.peek("type"), resolver.peek("field")
        sources = _sources(resolver)
        if sources is None or not isinstance(type_, str) or not isinstance(field, str):
            return None
        for source in sources:
            found[source.urn].add((type_, field))
    return found


def _sources(resolver: Resolver) -> list[DataSource] | None:
    """The data sources that a resolver uses, itself or in its steps; None where one is unclear."""
    steps = _steps(resolver)
    if steps is None:
        return None
    found: list[DataSource] = []
    for user in (resolver, *steps):
        sources = linked(user, "dataSource", DataSource)
        if not sources and listed(user, "dataSource"):
            return None
        found += sources
    return found


def _steps(resolver: Resolver) -> list[ResolverStep] | None:
    """The steps of a pipeline, of which this stack makes all; else None."""
    ids = resolver.peek("pipelineConfig.functions") or []
    stack = resolver.stack or Stack()
    if not isinstance(ids, list):
        return None
    behind = resolver.resource.property_dependencies.get("pipelineConfig", ())
    known = list(dict.fromkeys(one for one in ids if isinstance(one, str)))
    used = [
        step
        for step in stack.of(ResolverStep)
        if step.urn in behind or step.peek("functionId") in known
    ]
    # A function may be two steps; fewer than there are ids means that one is not of this stack.
    unknown = sum(not isinstance(one, str) for one in ids)
    return used if len(used) >= len(known) + unknown else None


def authorizers(view: GraphQLApi, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    more = view.peek("additionalAuthenticationProviders")
    count = len(more) if isinstance(more, list) else 0
    for holder in ("", *(f"additionalAuthenticationProviders[{i}]." for i in range(count))):
        path = f"{holder}lambdaAuthorizerConfig.authorizerUri"
        for function in places.find(view, path, "function"):
            evidence = Evidence(view.resource, path)
            yield asks(Found(own), function, evidence, f"{view.urn}#{path}")


FACTS = {GraphQLApi: authorizers, DataSource: data_source}
