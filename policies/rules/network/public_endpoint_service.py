"""An endpoint service that every account may use."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.private_link import Offer


@rule(
    severity=Severity.HIGH,
    title="Every AWS account may use an endpoint service",
    why="Anybody who learns its name can ask for a way in, or has one where nobody must accept.",
    fix="Name the consumers' accounts: arn:aws:iam::<account>:root.",
    source="sheet 12; https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
)
def public_endpoint_service(offer: Offer) -> Iterator[Finding]:
    if offer.everybody:
        yield Finding(offer, "principals", "every account may make an endpoint (*)")
