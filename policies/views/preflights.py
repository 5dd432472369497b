"""What web pages call in an API, and what browsers are told before they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.view import Stack
from policies.views.api_keys import Authorizer, KeyedMethod
from policies.views.apigatewayv2 import Api, Route
from policies.views.apigatewayv2 import Authorizer as RouteAuthorizer
from policies.views.cors import LISTS, ORIGIN, CorsSettings, RestHeaders
from policies.views.service_integrations import method_place

_HEADER = re.compile(r"\$?(?:method\.)?request\.header\.([^,\s]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Called:
    """A route of an HTTP API or a method of a REST API, and its answer to preflights."""

    callee: Route | KeyedMethod
    cors: CorsSettings

    @property
    def label(self) -> str:
        """`GET /orders`, or the method alone."""
        return self.callee.key if isinstance(self.callee, Route) else self.callee.http_method

    @property
    def verb(self) -> str:
        """`GET`, `ANY` …"""
        if isinstance(self.callee, Route):
            return self.callee.method
        return self.callee.http_method

    def told(self, header: str) -> list[str] | None:
        """What the answer allows (one of `LISTS`), in small letters.

        None where there is no such answer, or not a fixed one.
        """
        if isinstance(self.callee, Route):
            if not Api(self.cors.resource, self.cors.stack).answers_preflight:
                return None
            return [value.lower() for value in self.cors.values(header)]
        template = self.cors.peek("responseTemplates")
        if not self.cors.written(ORIGIN) or "responseOverride" in str(template):
            return None
        fixed = self.cors.written(header) or not self.cors.values(header)
        return [value.lower() for value in self.cors.values(header)] if fixed else None

    def place(self, header: str) -> str:
        """What must name more, for messages."""
        if isinstance(self.callee, Route):
            return f"{LISTS[header]} of {self.cors.name}"
        return f"{header} of {self.cors.name}"

    def headers(self) -> list[str]:
        """The headers that a caller has to send."""
        if isinstance(self.callee, Route):
            return self._of_route(self.callee)
        kind, api = self.callee.authorization, self.callee.api
        named: list[str] = ["Authorization"] if kind == "AWS_IAM" else []
        if kind in ("CUSTOM", "COGNITO_USER_POOLS"):
            for authorizer in self.callee.follow_all("authorizerId", Authorizer):
                named += _HEADER.findall(",".join(authorizer.identity_sources))
        if self.callee.api_key_required and api is not None and api.key_source == "HEADER":
            named.append("X-API-Key")
        return named

    @staticmethod
    def _of_route(route: Route) -> list[str]:
        if route.authorization_type == "AWS_IAM":
            return ["Authorization"]
        if route.authorization_type == "NONE":
            return []
        found = route.follow_all("authorizerId", RouteAuthorizer)
        sources = [str(one) for authorizer in found for one in authorizer.items("identitySources")]
        return _HEADER.findall(",".join(sources))


def called(stack: Stack) -> Iterator[Called]:
    """Every route, and every method that has OPTIONS beside it; reads nothing that is unknown."""
    for route in stack.of(Route):
        if api := route.api:
            yield Called(route, CorsSettings(api.resource, stack))
    answers: dict[str, CorsSettings] = {}
    for response in stack.of(RestHeaders):
        verb, *place = method_place(response)
        if verb == "OPTIONS" and not response.of_gateway:
            answers.setdefault(str(place), CorsSettings(response.resource, stack))
    for method in stack.of(KeyedMethod) if answers else ():
        verb, *place = method_place(method)
        if verb != "OPTIONS" and str(place) in answers:
            yield Called(method, answers[str(place)])
