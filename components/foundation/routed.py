"""Functions as the settings of an API have them: each with the routes that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import pulumi
from pydantic import Field

from components.args import Model
from components.foundation.code import Handler
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs, Variables
from components.foundation.rest_settings import RestRoute
from components.foundation.routes import Route

FunctionName = Annotated[str, Field(pattern=r"^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$")]


class RoutedFunction(Model):
    """A function of the API and the routes that lead to it."""

    handler: Handler
    """Path of the function in this repository, e.g. `handlers.apis.cors.http.handler`."""

    routes: tuple[Route, ...] = Field(min_length=1, max_length=40)
    """Methods and paths, e.g. `GET /items/{id}`. Each is a statement in the function's policy, of
    which Lambda takes 20 KB; `{proxy+}` is one for all below it."""

    timeout_seconds: int = Field(default=10, ge=1, le=29)
    """Longest run; API Gateway gives up after 29 s."""


class ApiFunction(RoutedFunction):
    """A function of the API and the routes that lead to it."""

    memory_mb: int = Field(default=256, ge=128, le=10240)
    """Memory in MB."""

    environment: Variables = Field(default_factory=dict)
    """Environment variables; no secrets."""


def functions(
    name: str, given: Mapping[str, RoutedFunction], opts: pulumi.ResourceOptions
) -> dict[str, Function]:
    """The function of each entry, `<name>-<key>`."""
    return {
        key: Function(f"{name}-{key}", FunctionArgs.of(settings), opts)
        for key, settings in given.items()
    }


def rest_routes(
    given: Mapping[str, RoutedFunction], made: Mapping[str, Function]
) -> tuple[RestRoute, ...]:
    """All routes of a REST API, each with the function behind it."""
    return tuple(
        RestRoute(route, made[key]) for key, settings in given.items() for route in settings.routes
    )
