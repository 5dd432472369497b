"""The keys of one usage plan open several APIs."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import UsagePlan


@rule(
    severity=Severity.LOW,
    title="One usage plan covers several APIs",
    why="Each of its keys opens all of them, and calls of one use up the quota of the others.",
    fix="Make a plan for each API, and put each client's key into the plans that it needs.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
)
def plan_of_several_apis(plan: Joined[UsagePlan]) -> Iterator[Finding]:
    apis = plan.apis
    if len(apis) > 1:
        yield Finding(plan, "apis", f"its keys open {' and '.join(apis)}")
