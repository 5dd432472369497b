"""An API passes anybody's requests on to a server outside."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import View
from policies.views.apigatewayv2 import Route
from policies.views.service_integrations import linked_integrations


@rule(
    severity=Severity.MEDIUM,
    title="An open route is a proxy to a server outside",
    why="Everybody may use it, in the owner's name and at the owner's cost.",
    fix="Set the route's authorization to AWS_IAM, or call the server with an HTTP task instead.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html",
)
def open_proxy(route: Joined[Route]) -> Iterator[Finding]:
    for integration in linked_integrations(route):
        if _is_outside(integration) and route.authorization_type == "NONE":
            where = integration.text("integrationUri")
            yield Finding(route, "proxy", f"{route.key} is open to everybody and leads to {where}")


def _is_outside(integration: View) -> bool:
    proxy = integration.text("integrationType").upper() == "HTTP_PROXY"
    return proxy and integration.text("connectionType", "INTERNET").upper() == "INTERNET"
