"""A usage plan that limits nothing."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.api_keys import UsagePlan


@rule(
    severity=Severity.LOW,
    title="A usage plan limits nothing",
    why="One client can use up what the account's APIs share.",
    fix="Add throttleSettings (rateLimit, burstLimit) or quotaSettings.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
)
def plan_without_limits(plan: UsagePlan) -> Iterator[Finding]:
    if not plan.limits:
        yield Finding(plan, "limits", "has neither throttleSettings nor quotaSettings")
