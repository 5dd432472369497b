"""OpenAPI definitions of APIs: the operations, what they lead to, and what checks their callers.

Source: API Gateway developer guide, "OpenAPI extensions for API Gateway".
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View

_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", _ANY)
_SCHEMES = ("components.securitySchemes", "securityDefinitions")
_MOST_REFERENCES = 10


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    verb: str
    """`POST`, or `ANY`."""
    path: str
    """As the definition has it."""
    rest: bool
    """Whether it takes what no other operation does."""
    integration: Mapping[str, Any]
    """Its `x-amazon-apigateway-integration`; empty without one."""


@dataclass(frozen=True)
class Document:
    """A definition, read."""

    content: Any

    def operations(self) -> Iterator[Operation]:
        for path, item in self._mapping(self._at("paths")).items():
            for method, body in self._mapping(item).items():
                if str(method).lower() not in _METHODS:
                    continue
                operation = self._mapping(body)
                integration = self._mapping(operation.get(_INTEGRATION))
                verb = "ANY" if method == _ANY else str(method).upper()
                rest = path == "/$default" or operation.get("isDefaultRoute") is True
                yield Operation(verb, str(path), rest, integration)

    def authorizers(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(name, settings) of each."""
        for place in _SCHEMES:
            for name, scheme in self._mapping(self._at(place)).items():
                yield str(name), self._mapping(self._mapping(scheme).get(_AUTHORIZER))

    def called_without_role(self) -> list[str]:
        """Addresses that the API calls in its own name, of integrations and authorizers."""
        calls = [
            (operation.integration.get("uri"), operation.integration.get("credentials"))
            for operation in self.operations()
        ]
        calls += [
            (authorizer.get("authorizerUri"), authorizer.get("authorizerCredentials"))
            for _, authorizer in self.authorizers()
        ]
        return [uri for uri, role in calls if isinstance(uri, str) and not role]

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


def document_of(view: View) -> Document | None:
    """The `body` of an `aws.apigateway.RestApi` or `aws.apigatewayv2.Api`; None without one.

    Raises `Undecided` where the body is not known, or no definition.
    """
    body = view.peek("body")
    if body is None or body == "":
        return None
    if body is UNKNOWN:
        raise Undecided(view.resource, "body")
    found = _read(body) if isinstance(body, str) else body
    if found is None:
        raise Undecided(view.resource, "body", "is neither JSON nor YAML")
    return Document(found)


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
