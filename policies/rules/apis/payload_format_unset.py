"""A function behind an HTTP API gets events of a form that nobody chose."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Api
from policies.views.lambda_ import Alias, Function
from policies.views.service_integrations import HttpIntegration


@rule(
    severity=Severity.LOW,
    title="The form of a function's events is left open",
    why="It is then 1.0, in the console 2.0: fields have other places, and bare answers are 500.",
    fix='Set payload_format_version to what the function reads, "2.0" for new ones.',
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
)
def payload_format_unset(integration: Joined[HttpIntegration]) -> Iterator[Finding]:
    if integration.peek("payloadFormatVersion") not in (None, ""):
        return
    api = integration.follow("apiId", Api)
    if api is None or api.text("protocolType").upper() != "HTTP":
        return  # WebSocket APIs have one form.
    if integration.text("integrationSubtype") or not _calls_function(integration):
        return
    yield Finding(integration, "format", "calls a function and has no payloadFormatVersion")


def _calls_function(integration: HttpIntegration) -> bool:
    uri = integration.peek("integrationUri")
    if isinstance(uri, str) and ":lambda:" in uri:
        return True
    behind = (Function, Alias)
    return any(integration.follow_all("integrationUri", kind) for kind in behind)
