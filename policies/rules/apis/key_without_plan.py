"""A method wants an API key, and no usage plan knows one for it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import KeyedMethod, UsagePlan, UsagePlanKey


@rule(
    severity=Severity.MEDIUM,
    title="A method wants an API key that nobody can have",
    why="Without a usage plan with keys for the API every call is answered 403.",
    fix="Add a UsagePlan with the API's stage, and a UsagePlanKey for each client.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
)
def key_without_plan(method: Joined[KeyedMethod]) -> Iterator[Finding]:
    api, stack = method.api, method.stack
    if not method.api_key_required or api is None or stack is None:
        return
    plans = stack.naming(UsagePlan, "apiStages", api)
    if not plans:
        yield Finding(method, "plan", f"wants a key, and no usage plan covers {api.name}")
    elif not any(
        key.plan == plan
        for plan in plans
        for key in stack.naming(UsagePlanKey, "usagePlanId", plan)
    ):
        names = " and ".join(sorted(plan.name for plan in plans))
        yield Finding(method, "key", f"wants a key, and {names} has none")
