"""What web pages call in an API, and what browsers are told before they do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

from policies.view import Stack, View
from policies.views.api_keys import Authorizer, KeyedMethod
from policies.views.apigatewayv2 import Api, Route
from policies.views.apigatewayv2 import Authorizer as RouteAuthorizer
from policies.views.cors import LISTS, ORIGIN, CorsSettings, RestHeaders
from policies.views.service_integrations import method_place

_HEADER = re.compile(r"\$?(?:method\.)?request\.header\.([^,\s]+)", re.IGNORECASE)


class Called(ABC):
    """Something that pages may call, and what answers preflights for it."""

    def __init__(self, callee: View, cors: CorsSettings) -> None:
        self.callee = callee
        self.cors = cors

    @property
    @abstractmethod
    def label(self) -> str:
        """`GET /orders`, or the method alone."""

    @property
    @abstractmethod
    def verb(self) -> str:
        """`GET`, `ANY` …"""

    @abstractmethod
    def told(self, header: str) -> list[str] | None:
        """What the answer allows (one of `LISTS`), in small letters.

        None where there is no such answer, or not a fixed one.
        """

    @abstractmethod
    def place(self, header: str) -> str:
        """What must name more, for messages."""

    @abstractmethod
    def headers(self) -> list[str]:
        """The headers that a caller has to send."""


class CalledRoute(Called):
    """A route of an HTTP API, which answers preflights by itself."""

    def __init__(self, route: Route, cors: CorsSettings) -> None:
        super().__init__(route, cors)
        self.route = route

    @property
    def label(self) -> str:
        return self.route.key

    @property
    def verb(self) -> str:
        return self.route.method

    def told(self, header: str) -> list[str] | None:
        if not Api(self.cors.resource, self.cors.stack).answers_preflight:
            return None
        return [value.lower() for value in self.cors.values(header)]

    def place(self, header: str) -> str:
        return f"{LISTS[header]} of {self.cors.name}"

    def headers(self) -> list[str]:
        if self.route.authorization_type == "AWS_IAM":
            return ["Authorization"]
        if self.route.authorization_type == "NONE":
            return []
        found = self.route.follow_all("authorizerId", RouteAuthorizer)
        return _named([source for one in found for source in one.identity_sources])


class CalledMethod(Called):
    """A method of a REST API, with the answer of the OPTIONS beside it."""

    def __init__(self, method: KeyedMethod, cors: CorsSettings) -> None:
        super().__init__(method, cors)
        self.method = method

    @property
    def label(self) -> str:
        return self.method.http_method

    @property
    def verb(self) -> str:
        return self.method.http_method

    def told(self, header: str) -> list[str] | None:
        template = str(self.cors.peek("responseTemplates"))
        if not self.cors.written(ORIGIN) or "responseOverride" in template:
            return None
        fixed = self.cors.written(header) or not self.cors.values(header)
        return [value.lower() for value in self.cors.values(header)] if fixed else None

    def place(self, header: str) -> str:
        return f"{header} of {self.cors.name}"

    def headers(self) -> list[str]:
        kind, api = self.method.authorization, self.method.api
        found = ["Authorization"] if kind == "AWS_IAM" else []
        if kind in ("CUSTOM", "COGNITO_USER_POOLS"):
            for authorizer in self.method.follow_all("authorizerId", Authorizer):
                found += _named(authorizer.identity_sources)
        if self.method.api_key_required and api is not None and api.key_source == "HEADER":
            found.append("X-API-Key")
        return found


def called(stack: Stack) -> Iterator[Called]:
    """Every route, and every method that has OPTIONS beside it; reads nothing that is unknown."""
    for route in stack.of(Route):
        if api := route.api:
            yield CalledRoute(route, CorsSettings(api.resource, stack))
    answers: dict[str, CorsSettings] = {}
    for response in stack.of(RestHeaders):
        verb, *place = method_place(response)
        if verb == "OPTIONS" and not response.of_gateway:
            answers.setdefault(str(place), CorsSettings(response.resource, stack))
    for method in stack.of(KeyedMethod) if answers else ():
        verb, *place = method_place(method)
        if verb != "OPTIONS" and str(place) in answers:
            yield CalledMethod(method, answers[str(place)])


def _named(sources: list[str]) -> list[str]:
    """The headers among what an authorizer looks at."""
    return _HEADER.findall(",".join(sources))
