"""Consumers of an endpoint service come in without anybody's consent."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.private_link import EndpointService


@rule(
    severity=Severity.LOW,
    title="Endpoints are accepted without being looked at",
    why="Anybody in an allowed account who may make endpoints opens a way in, in any VPC.",
    fix="Set acceptanceRequired to true and accept each endpoint.",
    source="sheet 12; https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
)
def unasked_consumer(service: EndpointService) -> Iterator[Finding]:
    if not service.acceptance_required:
        yield Finding(service, "acceptance", "acceptanceRequired is false")
