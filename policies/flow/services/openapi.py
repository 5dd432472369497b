"""OpenAPI definitions of APIs: what their operations start, and what checks their callers.

Source: API Gateway developer guide, "OpenAPI extensions for API Gateway".
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.flow.model import ActsAs, Evidence, Fact, Filter, Listens, Place
from policies.flow.places import Found, Places
from policies.flow.scopes import RouteFilter, Unknown
from policies.flow.services.apis import asks, runs
from policies.values import UNKNOWN
from policies.view import Undecided, View


class Definition(View):
    """`aws.apigateway.RestApi` or `aws.apigatewayv2.Api`, by its `body`."""

    token = ("aws:apigateway/restApi:RestApi", "aws:apigatewayv2/api:Api")


TYPES = ()
ACCESS = ()

_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", _ANY)
_SCHEMES = ("components.securitySchemes", "securityDefinitions")
_MOST_REFERENCES = 10


def definition(view: Definition, places: Places) -> Iterator[Fact]:
    own, body = places.at(view.urn), view.peek("body")
    if own is None or body is None or body == "":
        return
    if body is UNKNOWN:
        yield from _unknown(view, own, places)
        return
    document = _Document(_parsed(body, view))
    # With another setting the paths are below a base path of the definition.
    known = view.peek("parameters.basepath") in (None, "ignore")
    for operation in document.operations():
        evidence = Evidence(view.resource, "body", operation.name)
        passes = operation.passes if known else Unknown("a route below a base path")
        if operation.integration.get("connectionType") != "VPC_LINK":
            ends = _named(operation.integration.get("uri"), "function", places)
            yield from runs(Found(own), ends, [passes], evidence, f"{view.urn}#{operation.name}")
        roles = _named(operation.integration.get("credentials"), "role", places)
        yield from runs(Found(own), roles, [passes], evidence, f"{view.urn}#{operation.name}")
    for name, authorizer in document.authorizers():
        evidence = Evidence(view.resource, "body", f"authorizer {name}")
        for function in _named(authorizer.get("authorizerUri"), "function", places):
            yield asks(Found(own), function, evidence, f"{view.urn}#authorizer {name}")


def called_without_role(view: Definition) -> list[str]:
    """Addresses that the API calls in its own name, of integrations and authorizers.

    Raises `Undecided` where the body is not known, or no definition.
    """
    body = view.peek("body")
    if body is None or body == "":
        return []
    if body is UNKNOWN:
        raise Undecided(view.resource, "body")
    document = _Document(_parsed(body, view))
    calls = [
        (operation.integration.get("uri"), operation.integration.get("credentials"))
        for operation in document.operations()
    ]
    calls += [
        (authorizer.get("authorizerUri"), authorizer.get("authorizerCredentials"))
        for _, authorizer in document.authorizers()
    ]
    return [uri for uri, role in calls if isinstance(uri, str) and not role]


def _unknown(view: Definition, own: Place, places: Places) -> Iterator[Fact]:
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


def _parsed(body: Any, view: Definition) -> Any:
    found = _read(body) if isinstance(body, str) else body
    if found is None:
        raise Undecided(view.resource, "body", "is neither JSON nor YAML")
    return found


@functools.lru_cache(maxsize=64)
def _read(body: str) -> Any:
    """What is in the text; None for nothing. Kept, as an update draws the flow several times."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        pass
    # Here, not on top: few stacks have such a body.
    import yaml

    try:
        # Not the loader in C: deep nesting ends the process.
        return yaml.safe_load(body)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _named(text: object, kind: str, places: Places) -> list[Found]:
    return places.named(text, kind) if isinstance(text, str) and text.startswith("arn:") else []


@dataclass(frozen=True)
class _Operation:
    name: str
    """`POST /orders`."""
    passes: Filter
    integration: Mapping[str, Any]


@dataclass(frozen=True)
class _Document:
    content: Any

    def operations(self) -> Iterator[_Operation]:
        for path, item in self._mapping(self._at("paths")).items():
            for method, body in self._mapping(item).items():
                if str(method).lower() not in _METHODS:
                    continue
                operation = self._mapping(body)
                integration = self._mapping(operation.get(_INTEGRATION))
                verb = "ANY" if method == _ANY else str(method).upper()
                rest = path == "/$default" or operation.get("isDefaultRoute") is True
                passes = RouteFilter(verb, "" if rest else str(path))
                yield _Operation(f"{verb} {path}", passes, integration)

    def authorizers(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(name, settings) of each."""
        for place in _SCHEMES:
            for name, scheme in self._mapping(self._at(place)).items():
                yield str(name), self._mapping(self._mapping(scheme).get(_AUTHORIZER))

    def _at(self, path: str, between: str = ".") -> Any:
        value = self.content
        for step in path.split(between):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def _mapping(self, value: Any) -> Mapping[Any, Any]:
        """`value`, or what it refers to (`$ref`) inside the document, if that is a mapping."""
        for _ in range(_MOST_REFERENCES):
            reference = value.get("$ref") if isinstance(value, Mapping) else None
            if not isinstance(reference, str) or not reference.startswith("#/"):
                break
            value = self._at(reference[2:], "/")
        return value if isinstance(value, Mapping) else {}


FACTS = {Definition: definition}
