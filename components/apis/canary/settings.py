"""Settings of `apis/canary`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.apis.direct_integration.settings import TableArn
from components.args import Args, Input, Model
from components.foundation.rest_release import Label
from components.foundation.rest_settings import Cognito

HERE = "handlers/apis/canary"

VariableValue = Annotated[str, Field(pattern=r"^[A-Za-z0-9._~:/?#&=,-]{1,512}$")]
"""What API Gateway takes as a stage variable's value: no spaces, quotes or braces."""


class Release(Model):
    """One version of the API: its templates, and stage variables that only it needs.

    A release that is out stays as it is: what changes gets a label of its own, else everybody has
    it at once.
    """

    request_file: str = f"{HERE}/get_item.vtl"
    """Request template of the GetItem, a path below the repository. `$stageVariables.table_name` is
    the table."""

    found_file: str = f"{HERE}/result_v1.vtl"
    """Answer's template for DynamoDB's answer."""

    variables: dict[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,64}$")], Input[VariableValue]
    ] = Field(default_factory=dict)
    """Stage variables of this release; they override while it is a candidate and become the
    stage's own with its promotion."""


class CanaryApiArgs(Args):
    """Settings of `apis/canary`. Source: sheet 58."""

    releases: dict[Label, Release] = Field(min_length=1)
    """The releases by label, e.g. `v1`; those that are neither stable nor candidate may go."""

    stable: Label
    """Label of the release that answers. Set it to the candidate's to promote that."""

    candidate: Label | None = None
    """Label of the release that is tried. Remove it to roll back. The stable release must be
    deployed before."""

    percent: float = Field(default=10, gt=0, le=100)
    """Part of the requests, in percent, that the candidate answers: chosen at random for each
    request, so that one caller sees both releases."""

    max_error_percent: float = Field(default=5, ge=0, lt=100)
    """Part of the candidate's answers of five minutes, in percent, that may be 5xx; above, an alarm
    says to roll back."""

    route: str = Field(
        default="GET /{year}", pattern=r"^GET /([A-Za-z0-9._-]+/)*\{[A-Za-z0-9_]+\}$"
    )
    """Where callers get an item; the parameter is the table's partition key, a text. With one of
    another name, releases have templates that name it."""

    table_arn: Input[TableArn] | None = None
    """A table that exists, with that partition key; one is made when left out."""

    auth: Cognito | Literal["iam", "none"] = "iam"
    """Who may call: users of Cognito, IAM, or, when asked for, anybody."""

    stage_name: str = Field(default="live", pattern=r"^[A-Za-z0-9_-]{1,128}$")
    """First part of the path in the URL."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers and both releases."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""

    @model_validator(mode="after")
    def _names_its_releases(self) -> Self:
        for field, label in (("stable", self.stable), ("candidate", self.candidate)):
            if label is not None and label not in self.releases:
                known = ", ".join(self.releases)
                raise ValueError(f"{field}, the label of a release: one of {known}")
        if self.candidate == self.stable:
            raise ValueError("candidate, a release other than the stable one, or none")
        return self

    @model_validator(mode="after")
    def _overrides_take_nothing_away(self) -> Self:
        if self.candidate is None:
            return self
        lost = set(self.releases[self.stable].variables) - set(
            self.releases[self.candidate].variables
        )
        if lost:
            raise ValueError(
                f"variables of {self.candidate} that name {', '.join(sorted(lost))}, too: an"
                " override can change a stage variable and not remove it"
            )
        return self

    @property
    def newest(self) -> Release:
        """The release that the API's definition is."""
        return self.releases[self.candidate or self.stable]

    @property
    def parameter(self) -> str:
        """Name of the path's parameter, which is the table's partition key."""
        return self.route.rpartition("{")[2].rstrip("}")
