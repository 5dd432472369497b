"""A private integration of an HTTP API names what it cannot call."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.views.vpc_link import LinkedIntegration, LinkTarget, LoadBalancer


@rule(
    severity=Severity.HIGH,
    title="A private integration names no listener and no service",
    why="HTTP APIs take the ARN of one of these; a URL or a balancer's ARN is refused or fails.",
    fix="Set integration_uri to a listener's or Cloud Map service's ARN, and connection_id.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
)
def link_target_form(integration: Joined[LinkedIntegration]) -> Iterator[Finding]:
    if integration.rest or not integration.linked:
        return
    if integration.peek("connectionId") is None:
        yield Finding(integration, "link", "connectionType is VPC_LINK without connectionId")
    if integration.follow_all("integrationUri", LinkTarget):
        return
    balancer = integration.follow("integrationUri", LoadBalancer)
    if balancer and integration.peek("integrationUri") is UNKNOWN:
        yield Finding(integration, "target", f"integrationUri is {balancer.name}, a load balancer")
        return
    uri = integration.text("integrationUri")
    listener = ":elasticloadbalancing:" in uri and ":listener/" in uri
    if not listener and not (":servicediscovery:" in uri and ":service/" in uri):
        yield Finding(integration, "target", f"integrationUri is {uri or 'empty'}")
