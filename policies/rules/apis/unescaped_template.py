"""A request template puts what the caller sent between quotes as it is."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.service_integrations import ServiceIntegration
from policies.views.templates import faults


@rule(
    severity=Severity.HIGH,
    title="A request template does not escape what callers send",
    why="A quotation mark ends the value: the caller adds parameters, or the call breaks.",
    fix="Wrap it in $util.escapeJavaScript(…) and undo \\' (JSON), or $util.urlEncode(…) (forms).",
    source="sheet 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html",
)
def unescaped_template(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service:
        return
    for kind, template in integration.request_templates.items():
        if template is UNKNOWN:
            raise Undecided(integration.resource, f"requestTemplates.{kind}")
        for number, message in enumerate(faults(str(template))):
            yield Finding(integration, f"{kind}/{number}", f"template for {kind}: {message}")
