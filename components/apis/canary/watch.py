"""What says that a candidate fails: metrics from the access log, and the alarm on their share.

That the access log tells the canary's requests apart is documented; of CloudWatch's own dimensions
it is not.
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.foundation.rest_api import RestApi
from components.settings import Context

NAMESPACE = "Palisade/Canary"
PATTERNS = {
    "requests": '{ $.canary = "true" }',
    "errors": '{ ($.canary = "true") && ($.status = "5*") }',
}


def count_canary(
    name: str, api: RestApi, opts: pulumi.ResourceOptions
) -> dict[str, aws.cloudwatch.LogMetricFilter]:
    """The filters over the API's access log, one for each of `PATTERNS`."""
    return {
        key: aws.cloudwatch.LogMetricFilter(
            f"{name}-canary-{key}",
            log_group_name=api.log_group.name,
            pattern=pattern,
            metric_transformation={"namespace": NAMESPACE, "name": _metric(api, key), "value": "1"},
            opts=opts,
        )
        for key, pattern in PATTERNS.items()
    }


def roll_back_alarm(
    name: str,
    api: RestApi,
    max_error_percent: float,
    context: Context,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Goes off where more than `max_error_percent` of the canary's answers of 5 minutes are 5xx."""
    queries: list[dict[str, Any]] = [
        {
            "id": key,
            "metric": {
                "namespace": NAMESPACE,
                "metric_name": _metric(api, key),
                "stat": "Sum",
                "period": 300,
            },
        }
        for key in PATTERNS
    ]
    queries.append(
        {
            "id": "share",
            "expression": "100 * FILL(errors, 0) / requests",
            "label": "5xx of the candidate, percent",
            "return_data": True,
        }
    )
    topic = context.alarm_topic_arn
    return aws.cloudwatch.MetricAlarm(
        f"{name}-roll-back-alarm",
        alarm_description=f"The candidate of {name} fails: roll back (`candidate` out of its"
        " settings, or python -m tools.canary rollback).",
        metric_queries=queries,  # pyright: ignore[reportArgumentType]
        comparison_operator="GreaterThanThreshold",
        threshold=max_error_percent,
        evaluation_periods=1,
        # No data: the candidate has answered nothing, which is no proof that it works.
        treat_missing_data="missing",
        alarm_actions=None if topic is None else [topic],
        opts=opts,
    )


def _metric(api: RestApi, key: str) -> pulumi.Output[str]:
    """The API's id keeps environments of one account apart."""
    return pulumi.Output.concat(api.api_id, f"-{api.args.stage_name}-canary-{key}")
