"""An API that browsers' pages of other origins may call, and no others.

page -- OPTIONS (preflight) --> API Gateway answers by itself, without authorizer
  |
  +-- GET, POST, … ----------> API Gateway --> function of the route
                                   +-- errors it makes itself carry the CORS headers, too
"""

import json
from collections.abc import Iterator
from typing import Literal, Self

import pulumi
from pydantic import Field, model_validator

from components.architecture import Architecture
from components.args import Args
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.http_api import HttpApi, HttpApiArgs, HttpRoute, Jwt
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import Cognito, RestApiArgs, RestRoute
from components.foundation.routed import ApiFunction, FunctionName
from components.foundation.routes import fit_together, listed, methods, request_headers

PREFLIGHT = "handlers.apis.cors.preflight.handler"
VARIABLES = 4000
"""Bytes of environment variables, of which Lambda takes 4 KB; the rest is for our own."""


class CorsFunction(ApiFunction):
    """A function of the API and the routes that lead to it."""

    open: bool = False
    """Whether anybody may call these routes although the API asks for authorization."""


class CorsApiArgs(Args):
    """Settings of `apis/cors`."""

    flavour: Literal["http", "rest"] = "http"
    """`http`: cheaper, several origins, JWT. `rest`: API keys, Cognito, gateway responses."""

    cors: Cors
    """Who may call from a browser."""

    functions: dict[FunctionName, CorsFunction] = Field(min_length=1)
    """The functions by name (up to 20 lower-case letters, digits, hyphens); each has its routes,
    its role and its log group."""

    auth: Jwt | Cognito | Literal["iam", "none"] = "none"
    """Who may call: JWT (http) or Cognito (rest), IAM, or anybody. CORS stops no caller outside a
    browser."""

    api_key: bool = False
    """Whether callers send a key of a usage plan in `x-api-key` (rest)."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _fits_the_flavour(self) -> Self:
        if self.flavour == "http" and (self.api_key or isinstance(self.auth, Cognito)):
            raise ValueError("flavour: rest for api_key and user_pool_arns (http takes an issuer)")
        if self.flavour == "rest" and isinstance(self.auth, Jwt):
            raise ValueError("flavour: http for an issuer (rest takes user_pool_arns)")
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("functions", self.functions))
        return self

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        if "preflight" in self.functions and self.answers_preflights_by_code:
            raise ValueError("another name than preflight: the function that answers them has it")
        return self

    @model_validator(mode="after")
    def _preflights_fit(self) -> Self:
        size = sum(len(key) + len(str(value)) for key, value in _preflight_variables(self).items())
        if self.answers_preflights_by_code and size > VARIABLES:
            raise ValueError(
                "fewer or shorter paths and origins: the function that answers preflights for "
                f"several origins has them in its variables, and these take {size} of "
                f"{VARIABLES} bytes"
            )
        return self

    @property
    def answers_preflights_by_code(self) -> bool:
        """A static answer can name only one origin; code picks the caller's from the list."""
        return self.flavour == "rest" and len(self.cors.origins) > 1


class CorsApi(Architecture):
    """An API for browsers.

    Outputs (all Output[str]): `url`: where callers begin; `api_id`: the API's id; `api_name`:
    ApiName of a REST API's metrics; `log_group_name`: the access log; `api_key_id`: id of the key
    that callers send, empty without.
    Source: sheet 48; API Gateway developer guide, "CORS".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    api_key_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: CorsApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.functions = {
            key: Function(f"{name}-{key}", _function(args, function), self.own)
            for key, function in args.functions.items()
        }
        self.preflight: Function | None = None
        self.api = self._http(name, args) if args.flavour == "http" else self._rest(name, args)
        self.url, self.api_id = self.api.url, self.api.api_id
        self.api_name, self.log_group_name = self.api.api.name, self.api.log_group.name
        key = self.api.key if isinstance(self.api, RestApi) else None
        self.api_key_id = key.id if key else pulumi.Output.from_input("")
        self.finish()

    def _routes(self, args: CorsApiArgs) -> Iterator[tuple[str, Function, bool]]:
        """Each route with the function behind it and whether it is open."""
        for key, function in args.functions.items():
            for route in function.routes:
                yield route, self.functions[key], function.open

    def _http(self, name: str, args: CorsApiArgs) -> HttpApi:
        assert not isinstance(args.auth, Cognito)  # noqa: S101  args refuse it
        settings = HttpApiArgs(
            routes=tuple(HttpRoute(*route) for route in self._routes(args)),
            auth=args.auth,
            cors=args.cors,
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
        )
        return HttpApi(name, settings, self.own)

    def _rest(self, name: str, args: CorsApiArgs) -> RestApi:
        assert not isinstance(args.auth, Jwt)  # noqa: S101  args refuse it
        if args.answers_preflights_by_code:
            self.preflight = Function(f"{name}-preflight", _preflight(args), self.own)
        settings = RestApiArgs(
            routes=tuple(RestRoute(*route) for route in self._routes(args)),
            auth=args.auth,
            api_key=args.api_key,
            cors=args.cors,
            preflight=self.preflight,
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
        )
        return RestApi(name, settings, self.own)


def _function(args: CorsApiArgs, function: CorsFunction) -> FunctionArgs:
    """On REST the function itself sends the headers; on HTTP the API does."""
    variables = _origin_variables(args.cors) if args.flavour == "rest" else {}
    return FunctionArgs.of(function, environment={**variables, **function.environment})


def _preflight(args: CorsApiArgs) -> FunctionArgs:
    return FunctionArgs(
        handler=PREFLIGHT,
        timeout_seconds=3,
        memory_mb=128,
        powertools=False,
        environment={**_preflight_variables(args)},
    )


def _preflight_variables(args: CorsApiArgs) -> dict[str, str]:
    """What handlers.apis.cors.preflight reads."""
    paths: dict[str, list[str]] = {}
    for function in args.functions.values():
        for route in function.routes:
            paths.setdefault(route.split(" ", 1)[1], []).append(route)
    headers = request_headers(
        args.cors,
        authorized=args.auth != "none",
        signed=args.auth == "iam",
        api_key=args.api_key,
    )
    return {
        **_origin_variables(args.cors),
        "ALLOWED_METHODS": json.dumps({path: methods(keys) for path, keys in paths.items()}),
        "ALLOWED_HEADERS": ",".join(headers),
        "MAX_AGE_SECONDS": str(args.cors.max_age_seconds),
    }


def _origin_variables(cors: Cors) -> dict[str, str]:
    """What handlers.shared.cors reads."""
    return {
        "ALLOWED_ORIGINS": ",".join(cors.origins),
        "ALLOW_CREDENTIALS": "true" if cors.credentials else "false",
        "EXPOSED_HEADERS": ",".join(cors.expose_headers),
    }
