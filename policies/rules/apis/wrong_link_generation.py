"""An integration goes over a VPC link of the generation that it cannot use."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.vpc_link import LinkedIntegration, LinkV1, LinkV2


@rule(
    severity=Severity.HIGH,
    title="A VPC link is of the wrong generation",
    why="HTTP APIs know V2 links only; REST APIs need a balancer's ARN beside a V2 link.",
    fix="Name a link that fits the API; a REST API over V2 also needs integrationTarget.",
    source="sheet 49; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
)
def wrong_link_generation(integration: Joined[LinkedIntegration]) -> Iterator[Finding]:
    if not integration.linked:
        return
    if not integration.rest:
        link = integration.follow("connectionId", LinkV1)
        what = "a V1 link, and the API is an HTTP API"
    elif integration.peek("integrationTarget") is None:
        link = integration.follow("connectionId", LinkV2)
        what = "a V2 link, without integrationTarget"
    else:
        return
    if link:
        yield Finding(integration, "generation", f"connectionId is {link.name}, {what}")
