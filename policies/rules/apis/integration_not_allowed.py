"""An API calls an action that its role does not allow."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration, granted, policies_by_role


@rule(
    severity=Severity.MEDIUM,
    title="An integration's role does not allow its action",
    why="Every request ends in AccessDenied: the URI and the policy disagree.",
    fix="Allow just the action that the integration calls, e.g. states:StartSyncExecution.",
    source="sheets 60, 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-iam-permissions-model-for-calling-api.html",
)
def action_not_allowed(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.is_service or not integration.action or not integration.roles():
        return
    action = integration.action
    documents = list(granted(integration, policies_by_role(integration)))
    if not any(s.covers(action) for document in documents for s in document.allowing()):
        (role, *_) = integration.roles()
        yield Finding(integration, action, f"calls {action}, which {role.name} does not allow")
