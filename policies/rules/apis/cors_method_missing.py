"""An HTTP API has a route that web pages may not call, whatever origin they have."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Route
from policies.views.cors import METHODS, CorsSettings

NEEDS_NO_LEAVE = ("ANY", "GET", "HEAD", "OPTIONS", "POST")
"""What browsers send without asking for the method, and what may be any."""


@rule(
    severity=Severity.LOW,
    title="CORS leaves out the method of a route",
    why="Browsers ask first and are told no: the route works everywhere but in web pages.",
    fix="Add the method to corsConfiguration.allowMethods.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_method_missing(route: Joined[Route]) -> Iterator[Finding]:
    api = route.api
    if api is None or route.method in NEEDS_NO_LEAVE or not api.answers_preflight:
        return
    allowed = CorsSettings(api.resource, api.stack).values(METHODS)
    if not {"*", route.method} & {method.upper() for method in allowed}:
        message = f"{route.key} is not among the allowMethods of {api.name}"
        yield Finding(route, "method", message)
