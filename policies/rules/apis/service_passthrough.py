"""A REST API hands bodies to an AWS service that no template has looked at."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration


@rule(
    severity=Severity.HIGH,
    title="Raw bodies reach an AWS service",
    why="The caller writes the service's own request: another table, queue or state machine.",
    fix="Give application/json a request template and set passthroughBehavior to NEVER.",
    source="sheet 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html",
)
def raw_bodies(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service:
        return
    if integration.passthrough != "NEVER":
        message = f"passthroughBehavior is {integration.passthrough}, expected NEVER"
        yield Finding(integration, "passthrough", message)
    if not integration.request_templates:
        yield Finding(integration, "template", "has no request template")
