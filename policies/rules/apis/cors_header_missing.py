"""An HTTP API asks web pages for a header that they may not send."""

import re
from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Authorizer, Route
from policies.views.cors import HEADERS, CorsSettings

HEADER = re.compile(r"\$request\.header\.([^,\s]+)", re.IGNORECASE)


@rule(
    severity=Severity.MEDIUM,
    title="CORS leaves out a header that a route asks for",
    why="Browsers ask first and are told no: no page can sign in to the route.",
    fix="Add the header to corsConfiguration.allowHeaders.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def cors_header_missing(route: Joined[Route]) -> Iterator[Finding]:
    api = route.api
    if api is None or route.authorization_type == "NONE" or not api.answers_preflight:
        return
    allowed = {name.lower() for name in CorsSettings(api.resource, api.stack).values(HEADERS)}
    for header in _asked_for(route) if "*" not in allowed else ():
        if header.lower() not in allowed:
            message = f"{route.key} asks for {header}, which the allowHeaders of {api.name} lack"
            yield Finding(route, header.lower(), message)


def _asked_for(route: Route) -> list[str]:
    if route.authorization_type == "AWS_IAM":
        return ["Authorization"]
    found = route.follow_all("authorizerId", Authorizer)
    sources = [str(one) for authorizer in found for one in authorizer.items("identitySources")]
    return [name for source in sources for name in HEADER.findall(source)]
