"""Releases of a REST API side by side on one stage: a stable one, and a canary beside it.

A deployment is a snapshot of the API as it is when the deployment is made, and the API has one
definition at a time: that of the newest release. So the stable release's deployment must stay as
it is while a candidate is out; it could only be made again from the candidate's definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.args import Input, Model
from components.foundation.access_log import LogField
from components.foundation.logs import log_group
from components.settings import Settings

Label = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,31}$")]

IS_CANARY = LogField(
    "canary", "request", "isCanaryRequest", "whether the canary answered: `true` or `false`"
)
"""What tells the requests of the two releases apart."""


class Releases(Model):
    """Which releases the stage has. The API's definition is the candidate's where there is one."""

    stable: Label
    """Label of the release that answers."""

    candidate: Label | None = None
    """Label of the release that answers a part of the requests; none when left out."""

    percent: float = Field(default=10, gt=0, le=100)
    """Part of the requests, in percent, that the candidate answers."""

    variables: dict[str, Input[str]] = Field(default_factory=dict)
    """Stage variables that are other for the candidate."""

    @model_validator(mode="after")
    def _two_releases(self) -> Self:
        if self.candidate == self.stable:
            raise ValueError("candidate, a release other than the stable one, or none")
        return self


def deployments(
    name: str,
    api_id: pulumi.Input[str],
    releases: Releases,
    definition: pulumi.Output[str],
    parent: pulumi.Resource,
    before: list[pulumi.Resource],
) -> dict[str, aws.apigateway.Deployment]:
    """The deployment of each release, by label; `definition` is a hash of the newest one's.

    Beside a candidate the stable deployment keeps the trigger that it has, and is refused where it
    would have to be made: it would hold the candidate's definition and serve that to everybody.
    """
    made = {}
    for label in filter(None, (releases.stable, releases.candidate)):
        opts = pulumi.ResourceOptions(parent=parent, depends_on=before)
        if releases.candidate and label == releases.stable:
            opts.ignore_changes = ["triggers"]
            opts.hooks = pulumi.ResourceHookBinding(before_create=[_not_now(name, label)])
        made[label] = aws.apigateway.Deployment(
            f"{name}-release-{label}",
            rest_api=api_id,
            description=f"release {label}",
            triggers={"definition": definition},
            opts=opts,
        )
    return made


def _not_now(name: str, label: str) -> pulumi.ResourceHook:
    def refuse(_: pulumi.ResourceHookArgs) -> NoReturn:
        raise pulumi.RunError(
            f"{name}: release {label} has no deployment, and beside a candidate none can be made:"
            f" it would hold the candidate's definition. Deploy with `stable: {label}` and no"
            " `candidate` first; then set `candidate`."
        )

    return pulumi.ResourceHook(
        f"{name}-release-{label}", refuse, pulumi.ResourceHookOptions(on_dry_run=True)
    )


def canary_settings(
    releases: Releases, made: Mapping[str, aws.apigateway.Deployment]
) -> dict[str, Any] | None:
    """The stage's `canary_settings`, None without a candidate.

    The canary has a cache of its own: with the stage's it could answer what the stable release
    had said before.
    """
    if releases.candidate is None:
        return None
    return {
        "deployment_id": made[releases.candidate].id,
        "percent_traffic": releases.percent,
        "stage_variable_overrides": dict(releases.variables),
        "use_stage_cache": False,
    }


def canary_logs(
    name: str,
    api_id: pulumi.Input[str],
    stage_name: str,
    access_logs: aws.cloudwatch.LogGroup,
    settings: Settings,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """The log groups that API Gateway would else make by itself, to be kept for ever.

    Execution logs of the stage, and of either log the twin that holds the canary's requests again.
    """
    execution = pulumi.Output.concat("API-Gateway-Execution-Logs_", api_id, "/", stage_name)
    names: dict[str, pulumi.Output[str]] = {
        "execution-logs": execution,
        "execution-logs-canary": pulumi.Output.concat(execution, "/Canary"),
        "access-logs-canary": pulumi.Output.concat(access_logs.name, "/Canary"),
    }
    return [
        log_group(f"{name}-{key}", settings, opts, exactly=group) for key, group in names.items()
    ]
