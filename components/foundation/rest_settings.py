"""Settings of a REST API: routes, who may call, and where it can be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from components.args import Args, Input, Model
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.rest_backend import Backend, to_function
from components.foundation.rest_release import Releases


class Cognito(Model):
    """Callers signed in to Cognito."""

    user_pool_arns: tuple[Input[str], ...] = Field(min_length=1)
    """ARNs of the user pools."""


@dataclass(frozen=True)
class RestRoute:
    """A route (`GET /items/{id}`) and what stands behind it.

    open: anybody may call although the API asks for authorization. request_parameters: e.g.
    `method.request.querystring.id` -> whether it is required. request_model: name of the model (a
    key of `models`) that a JSON body must fit.
    """

    key: str
    behind: Function | Backend
    open: bool = False
    request_parameters: Mapping[str, bool] | None = None
    request_model: str | None = None

    @property
    def backend(self) -> Backend:
        return to_function(self.behind) if isinstance(self.behind, Function) else self.behind


class LambdaAuthorizer(Model):
    """A function that says who calls and what they may."""

    function: Any
    """The `Function`."""

    identity_source: str = "method.request.header.Authorization"
    """What must be there before the function is asked; comma-separated."""

    kind: Literal["REQUEST", "TOKEN"] = "REQUEST"
    """What the function is shown: the whole request, or one token."""

    cache_seconds: int = Field(default=0, ge=0, le=3600)
    """Time that an answer holds for the same identity; 0 asks every time."""

    api_keys: bool = False
    """Whether the answer also names the API key (`usageIdentifierKey`)."""


class Private(Model):
    """A private API: who reaches it, and from where."""

    vpc_endpoint_ids: tuple[Input[str], ...] = Field(min_length=1)
    """Endpoints of `execute-api` that lead to it; calls from anywhere else are refused."""


class RestApiArgs(Args):
    """Settings of a REST API. Source: sheets 48, 59."""

    routes: tuple[Any, ...]
    """`RestRoute`s."""

    auth: Cognito | LambdaAuthorizer | Literal["iam", "none"] = "none"
    """Who may call routes that are not open."""

    api_key: bool = False
    """Whether callers must send a key of the API's usage plan in `x-api-key`. A key tells callers
    apart and throttles them; it is no proof of identity."""

    api_keys: dict[str, Input[str]] = Field(default_factory=dict)
    """Ids of keys that exist, by client, for the usage plan; a key is made when left out."""

    daily_quota: int | None = Field(default=None, ge=1)
    """Requests a day that one key may send; no limit when left out."""

    cors: Cors | None = None
    """CORS: preflights answered by API Gateway (one origin) or by `preflight` (several)."""

    preflight: Any = None
    """Function that answers OPTIONS where `cors` has several origins."""

    models: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """JSON schemas (draft 4) of request bodies, by name (letters and digits)."""

    private: Private | None = None
    """Reachable over VPC endpoints only; a public regional API when left out."""

    variables: dict[str, Input[str]] = Field(default_factory=dict)
    """Stage variables."""

    releases: Releases | None = None
    """Releases side by side on the stage, one of them a canary; one deployment that follows every
    change when left out."""

    stage_name: str = Field(default="live", pattern=r"^[A-Za-z0-9_-]{1,128}$")
    """First part of the path in the URL."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""
