"""The alarm that each API has: on its answers of 5xx."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.foundation.alarm import alarm
from components.foundation.http_api import HttpApi
from components.foundation.rest_api import RestApi


def server_errors(
    name: str,
    api: HttpApi | RestApi,
    opts: pulumi.ResourceOptions,
    description: str,
    *,
    stage: pulumi.Input[str] | None = None,
    period_seconds: int = 60,
) -> aws.cloudwatch.MetricAlarm:
    """Goes off where any caller of the API got a 5xx. stage: its name, to count that one only."""
    rest = isinstance(api, RestApi)
    dimensions: dict[str, pulumi.Input[str]] = {}
    if rest:
        # Metrics of REST APIs have no id.
        dimensions["ApiName"] = api.api.name
    else:
        dimensions["ApiId"] = api.api_id
    if stage is not None:
        dimensions["Stage"] = stage
    return alarm(
        f"{name}-errors",
        api.context,
        opts,
        metric="5XXError" if rest else "5xx",
        namespace="AWS/ApiGateway",
        dimensions=dimensions,
        period_seconds=period_seconds,
        description=description,
    )


def function_errors(
    name: str, api: RestApi, opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """`server_errors` of an API in front of functions."""
    description = f"Functions of {name} fail: see integrationError in the API's access log."
    return server_errors(name, api, opts, description)


def link_errors(
    name: str, api: HttpApi | RestApi, stage: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """`server_errors` of an API in front of a VPC link."""
    description = (
        f"Callers of {name} get errors: integrationError in the access log says"
        " whether the link, a rule of a group or the backend fails."
    )
    return server_errors(name, api, opts, description, stage=stage, period_seconds=300)
