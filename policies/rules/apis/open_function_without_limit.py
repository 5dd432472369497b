"""Anybody may run a function as often as they like."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.open_functions import entrances


@rule(
    severity=Severity.LOW,
    title="An open route runs a function without a limit",
    why="One caller can take all concurrency of the account, and each of the calls is paid for.",
    fix="Set throttlingRateLimit and throttlingBurstLimit at the stage, reserve concurrency for "
    "the function, or give the route an authorizer.",
    source="sheet 33; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
)
def open_function_without_limit(stack: Stack) -> Iterator[Finding | Open]:
    seen: set[tuple[View, View]] = set()
    for entrance in entrances(stack):
        if isinstance(entrance, Undecided):
            yield Open.of(entrance)
            continue
        function, api = entrance.function, entrance.api
        if (function, api) not in seen:
            seen.add((function, api))
            message = f"limits nothing; {entrance.way} is open and runs {function.name}"
            yield Finding(api, function.name, message)
