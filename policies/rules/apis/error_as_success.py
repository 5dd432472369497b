"""A REST API answers 200 whatever the service says."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration, responses_of


@rule(
    severity=Severity.MEDIUM,
    title="A service's errors are answered as a success",
    why="Callers go on with nothing, and neither alarm nor canary ever sees the error.",
    fix="Give 2xx a selectionPattern, and errors responses of their own (4xx, 5xx).",
    source="sheet 58; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html",
)
def error_as_success(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service:
        return
    for response in responses_of(integration):
        if not response.selection_pattern and response.status_code.startswith("2"):
            message = f"answers {response.status_code} to every answer that no pattern takes"
            yield Finding(response, "default", message)
