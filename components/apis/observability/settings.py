"""Settings of `apis/observability`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.args import Args, Input, Model
from components.foundation.code import Handler
from components.foundation.routes import Route, fit_together
from components.foundation.web_acl import RateRule

ApiKey = Annotated[str, Field(pattern=r"^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$")]
OWN = "own"


class RestLog(Model):
    """A REST API whose access log has the fields of this project."""

    kind: Literal["rest"]
    """REST."""

    api_name: Input[str]
    """Name of the API, e.g. `${shop.api_name}`: its metrics have no id."""

    stage_name: str = "live"
    """Name of the stage."""

    log_group_name: Input[str]
    """Log group of the access log, e.g. `${shop.log_group_name}`."""


class HttpLog(Model):
    """An HTTP API whose access log has the fields of this project."""

    kind: Literal["http"]
    """HTTP."""

    api_id: Input[str]
    """Id of the API, e.g. `${shop.api_id}`."""

    stage_name: str = "$default"
    """Name of the stage."""

    log_group_name: Input[str]
    """Log group of the access log, e.g. `${shop.log_group_name}`."""


class OwnApi(Model):
    """A REST API to learn on: callers sign with IAM, one function answers."""

    handler: Handler = "handlers.apis.observability.handler.handler"
    """Path of its function."""

    routes: tuple[Route, ...] = Field(default=("GET /", "GET /fail"), min_length=1)
    """Methods and paths."""

    web_acl: RateRule | None = None
    """AWS WAF, which blocks addresses that send too much. It bills by the month, also while nobody
    calls; without it there is no phase `waf`."""


class Thresholds(Model):
    """Requests in 5 minutes, of one API, above which an alarm goes off; no alarm where none."""

    failed: int | None = Field(default=0, ge=0)
    """The backend failed: its code, or the call to it."""

    authorizer_failed: int | None = Field(default=0, ge=0)
    """The authorizer itself failed, so that nobody gets in (REST)."""

    refused: int | None = Field(default=None, ge=0)
    """Refused for what the caller is or may do, before the backend was called. Some always are."""

    blocked: int | None = Field(default=None, ge=0)
    """Blocked by AWS WAF (REST)."""


class ObservabilityArgs(Args):
    """Settings of `apis/observability`. Source: sheet 59."""

    apis: dict[ApiKey, Annotated[RestLog | HttpLog, Field(discriminator="kind")]] = Field(
        default_factory=dict, max_length=50
    )
    """The APIs to look at, by name (up to 32 lower-case letters, digits, hyphens)."""

    own: OwnApi | None = None
    """A REST API made here, by the name `own`."""

    alarms: Thresholds = Thresholds()
    """When alarms go off. Each alarm bills by the month."""

    dashboard: bool = False
    """Whether there is a dashboard. It bills by the month beyond the first three of an account."""

    @model_validator(mode="after")
    def _looks_at_something(self) -> Self:
        if not self.apis and self.own is None:
            raise ValueError("apis, or own, or both: there is nothing to look at")
        if self.own is not None and OWN in self.apis:
            raise ValueError(f"another name than {OWN} in apis: own makes an API of that name")
        if self.own is not None:
            fit_together((f"own.routes[{index}]", key) for index, key in enumerate(self.own.routes))
        return self
