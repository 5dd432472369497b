"""OpenAPI definitions of APIs: what their operations start, and what checks their callers."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.model import ActsAs, Evidence, Fact, Filter, Listens, Place
from policies.flow.places import Found, Places
from policies.flow.scopes import RouteFilter, Unknown
from policies.flow.services.apis import asks, runs
from policies.openapi import document_of
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.domains import MappedApi

TYPES = ()
ACCESS = ()


def definition(view: MappedApi, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    if view.peek("body") is UNKNOWN:
        yield from _unknown(view, own, places)
        return
    document = document_of(view)
    if document is None:
        return
    # With another setting the paths are below a base path of the definition.
    known = view.peek("parameters.basepath") in (None, "ignore")
    for operation in document.operations():
        name = f"{operation.verb} {operation.path}"
        evidence, channel = Evidence(view.resource, "body", name), f"{view.urn}#{name}"
        passes: Filter = Unknown("a route below a base path")
        if known:
            passes = RouteFilter(operation.verb, "" if operation.rest else operation.path)
        if operation.integration.get("connectionType") != "VPC_LINK":
            ends = _named(operation.integration.get("uri"), "function", places)
            yield from runs(Found(own), ends, [passes], evidence, channel)
        roles = _named(operation.integration.get("credentials"), "role", places)
        yield from runs(Found(own), roles, [passes], evidence, channel)
    for name, authorizer in document.authorizers():
        evidence = Evidence(view.resource, "body", f"authorizer {name}")
        for function in _named(authorizer.get("authorizerUri"), "function", places):
            yield asks(Found(own), function, evidence, f"{view.urn}#authorizer {name}")


def _unknown(view: MappedApi, own: Place, places: Places) -> Iterator[Fact]:
    """Before it is known it may name all that it depends on."""
    ends = places.behind(view.resource, "body", "function", "role")
    if not ends:
        raise Undecided(view.resource, "body")
    passes = Unknown("a route not known yet")
    for end in ends:
        channel = f"{view.urn}#{end.key}"
        if end.kind == "role":
            yield ActsAs(own, end, False, passes, channel)
        else:
            evidence = Evidence(view.resource, "body")
            yield Listens(own, end, "starts", evidence, False, passes, channel)


def _named(text: object, kind: str, places: Places) -> list[Found]:
    return places.named(text, kind) if isinstance(text, str) and text.startswith("arn:") else []


FACTS = {MappedApi: definition}
