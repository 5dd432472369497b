"""A route hands the root path to a private backend, and nothing below it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.apigatewayv2 import Route
from policies.views.service_integrations import linked_integrations


@rule(
    severity=Severity.LOW,
    title="A private backend is reached by its root path only",
    why="ANY / takes / and nothing below it: /orders is answered 404 and never gets there.",
    fix="Add the route ANY /{proxy+} to the same integration, or use $default.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
)
def only_root_route(route: Joined[Route]) -> Iterator[Finding]:
    if route.path != "/" or route.method != "ANY":
        return
    others = [one for one in (route.stack or Stack()).of(Route) if one != route]
    if any(one.api == route.api and _catches_all(one) for one in others):
        return
    for integration in linked_integrations(route):
        if integration.text("connectionType", "INTERNET").upper() != "VPC_LINK":
            continue
        if not any(integration in linked_integrations(one) for one in others):
            message = f"{route.key} is the only route to {integration.name}"
            yield Finding(route, integration.name, message)


def _catches_all(route: Route) -> bool:
    return route.key == "$default" or route.path.endswith("+}")
