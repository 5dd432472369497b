"""Anybody may send as much as they like into a service behind an API."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Route
from policies.views.service_integrations import HttpStage, linked_integrations


@rule(
    severity=Severity.MEDIUM,
    title="An open route stores whatever comes, without a limit",
    why="One caller fills the store, at the owner's cost, up to the account's own limit.",
    fix="Give the route an authorizer, or the stage a throttlingRateLimit and a burst limit.",
    source="sheet 60; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
)
def open_without_limit(stage: Joined[HttpStage]) -> Iterator[Finding]:
    if stage.throttled or stage.stack is None:
        return
    api = stage.api
    for route in stage.stack.of(Route):
        if api is None or route.api != api or not linked_integrations(route):
            continue
        stores = [i for i in linked_integrations(route) if i.is_service]
        if stores and route.authorization_type == "NONE":
            message = f"limits nothing; {route.key} is open and leads to {stores[0].subtype}"
            yield Finding(stage, route.key, message)
