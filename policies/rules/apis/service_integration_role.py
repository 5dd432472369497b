"""An API calls an AWS service without a role."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration


@rule(
    severity=Severity.MEDIUM,
    title="A service integration has no role",
    why="API Gateway has no permission of its own: every request ends in an error.",
    fix="Name a role that trusts apigateway.amazonaws.com and may do this one action.",
    source="sheets 60, 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html",
)
def service_integration_without_role(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if integration.is_service and not integration.has_role:
        what = integration.subtype if not integration.rest else integration.action or "a service"
        yield Finding(integration, "role", f"calls {what} and has no role")
