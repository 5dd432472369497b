"""API keys of a REST API, and the usage plan that throttles and counts what they send."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.foundation.rest_settings import RestApiArgs


def usage_plan(
    name: str,
    args: RestApiArgs,
    api_id: pulumi.Input[str],
    stage: aws.apigateway.Stage,
    opts: pulumi.ResourceOptions,
) -> tuple[
    aws.apigateway.UsagePlan | None,
    aws.apigateway.ApiKey | None,
    dict[str, aws.apigateway.UsagePlanKey],
]:
    """The plan of the stage, the key that is made where none is given, and who is on the plan."""
    key = None
    plan_keys: dict[str, aws.apigateway.UsagePlanKey] = {}
    if not args.api_key:
        return None, key, plan_keys
    keys: dict[str, Any] = dict(args.api_keys)
    if not keys:
        key = aws.apigateway.ApiKey(f"{name}-key", opts=opts)
        keys["key"] = key.id
    quota = {"limit": args.daily_quota, "period": "DAY"} if args.daily_quota else None
    plan = aws.apigateway.UsagePlan(
        f"{name}-plan",
        api_stages=[{"api_id": api_id, "stage": stage.stage_name}],
        throttle_settings={"rate_limit": args.rate_limit, "burst_limit": args.burst_limit},
        quota_settings=quota,  # pyright: ignore[reportArgumentType]
        opts=opts,
    )
    for client, key_id in keys.items():
        plan_keys[client] = aws.apigateway.UsagePlanKey(
            f"{name}-plan-{client}",
            key_id=key_id,
            key_type="API_KEY",
            usage_plan_id=plan.id,
            opts=opts,
        )
    return plan, key, plan_keys
