"""Which requests reach an integration of an API: its method and path, as far as they are known."""

from __future__ import annotations

from policies.flow.model import Filter
from policies.flow.scopes import RouteFilter, Unknown
from policies.view import Resource, Stack, View
from policies.views.callers import Integration, PathPart, RouteTarget

_NOT_KNOWN = Unknown("a route not known yet")
_DEEPEST = 30


def filters(view: Integration) -> list[Filter]:
    """One for each route that leads to the integration; what is not known may be any."""
    if "apigateway/" in view.resource.type:
        method, path = view.peek("httpMethod"), _path(view)
        if isinstance(method, str) and method and path:
            return [RouteFilter(method.upper(), path)]
        return [_NOT_KNOWN]
    found = [_of_key(route.peek("routeKey")) for route in _routes(view)]
    return found or [_NOT_KNOWN]


def _of_key(key: object) -> Filter:
    """`POST /orders`, `$default`; keys of a WebSocket API are no requests."""
    method, _, path = key.partition(" ") if isinstance(key, str) else ("", "", "")
    if key == "$default":
        return RouteFilter("ANY", "")
    return RouteFilter(method.upper(), path) if path.startswith("/") else _NOT_KNOWN


def _routes(view: Integration) -> list[RouteTarget]:
    if view.stack is None:
        return []
    linked, own = view.stack.find(RouteTarget, view.urn), view.peek("id")
    if linked or not isinstance(own, str):
        return linked
    return view.stack.find(RouteTarget, f"integrations/{own}")


def _path(view: Integration) -> str:
    """The whole path of a REST resource, from its parts; empty where one is not known."""
    parts: list[str] = []
    here: View = view
    prop = "resourceId"
    for _ in range(_DEEPEST):
        parent = _behind(here.resource, prop, view.stack)
        if parent is None:
            return ""
        if "restApi" in parent.type:
            return "/" + "/".join(reversed(parts))
        here, prop = View(parent, view.stack), "parentId"
        part = here.peek("pathPart")
        if not isinstance(part, str) or not part:
            return ""
        parts.append(part)
    return ""


def _behind(resource: Resource, prop: str, stack: Stack | None) -> Resource | None:
    """The one REST resource, or REST API, that a property is the id of."""
    linked = [stack.get(urn) for urn in resource.property_dependencies.get(prop, ()) if stack]
    known = [r for r in linked if r and r.type in _REST]
    parts = [r for r in known if r.type in PathPart.tokens()]
    if len(parts or known) == 1:
        return (parts or known)[0]
    return None


_REST = (*PathPart.tokens(), "aws:apigateway/restApi:RestApi")
