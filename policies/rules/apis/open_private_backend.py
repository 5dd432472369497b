"""Anybody may call a service that is kept in a VPC."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Route
from policies.views.service_integrations import linked_integrations


@rule(
    severity=Severity.MEDIUM,
    title="A private backend is open to everybody",
    why="The VPC keeps the service from the internet, and the route lets the internet in again.",
    fix="Set the route's authorization_type to AWS_IAM or JWT.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
)
def open_private_backend(route: Joined[Route]) -> Iterator[Finding]:
    for integration in linked_integrations(route):
        linked = integration.text("connectionType", "INTERNET").upper() == "VPC_LINK"
        if linked and route.authorization_type == "NONE" and _is_http(route):
            message = f"{route.key} is open to everybody and leads to {integration.name} in a VPC"
            yield Finding(route, "open", message)


def _is_http(route: Route) -> bool:
    """WebSocket APIs ask for authorization once, when a client connects."""
    return route.api is None or route.api.text("protocolType", "HTTP").upper() == "HTTP"
