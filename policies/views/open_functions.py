"""Which functions anybody on the internet can run, as often as they like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.view import Stack, Undecided, View
from policies.views.api_keys import KeyedMethod, RestApi
from policies.views.apigateway import MethodSettings
from policies.views.apigatewayv2 import Route
from policies.views.calls import REST, Integration
from policies.views.lambda_ import Function
from policies.views.private_api import ApiPolicy, PrivateApi
from policies.views.service_integrations import (
    HttpStage,
    linked_integrations,
    method_place,
)


@dataclass(frozen=True)
class Entrance:
    """One way for anybody to run a function: it asks for nothing, and nothing limits it."""

    function: Function
    api: View
    way: str
    """`GET /orders`, or the HTTP method."""


def entrances(stack: Stack) -> Iterator[Entrance | Undecided]:
    """Each of them; and why one could not be judged. APIs of other stacks are left out."""
    for route in stack.of(Route):
        try:
            yield from _by_route(route, stack)
        except Undecided as unknown:
            yield unknown
    # As text: what a program gives as an id may be anything.
    methods = {repr(method_place(method)): method for method in stack.of(KeyedMethod)}
    for integration in stack.of(Integration):
        method = methods.get(repr(method_place(integration)))
        if integration.resource.type == REST and method is not None:
            try:
                yield from _by_method(integration, method, stack)
            except Undecided as unknown:
                yield unknown


def _by_route(route: Route, stack: Stack) -> Iterator[Entrance]:
    integrations = linked_integrations(route)
    functions = [f for one in integrations for f in Integration(one.resource, stack).functions]
    api = route.api if functions else None
    if api is None or route.authorization_type != "NONE":
        return
    stages = stack.naming(HttpStage, "apiId", api)
    if any(stage.throttled for stage in stages if stage.api == api):
        return
    for function in functions:
        if function.reserved_concurrency < 0:
            yield Entrance(function, api, route.key)


def _by_method(integration: Integration, method: KeyedMethod, stack: Stack) -> Iterator[Entrance]:
    functions = integration.functions
    api = method.api if functions else None
    if api is None or method.http_method == "OPTIONS":
        return
    if method.authorization != "NONE" or method.api_key_required or _only_some(api, stack):
        return
    if any(map(_throttles, stack.naming(MethodSettings, "restApi", api))):
        return
    for function in functions:
        if function.reserved_concurrency < 0:
            yield Entrance(function, api, method.http_method)


def _throttles(settings: MethodSettings) -> bool:
    return settings.peek("settings.throttlingRateLimit") not in (None, -1)


def _only_some(api: RestApi, stack: Stack) -> bool:
    """Whether a policy, or a place in a VPC, keeps strangers out; what it says, others judge."""
    return (
        api.peek("policy") not in (None, "")
        or bool(stack.naming(ApiPolicy, "restApiId", api))
        or PrivateApi(api.resource, stack).private
    )
