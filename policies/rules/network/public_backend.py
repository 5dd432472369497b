"""The load balancer behind a VPC link stands on the internet."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.private_backend import balancers_behind_links


@rule(
    severity=Severity.MEDIUM,
    title="A private integration's load balancer is on the internet",
    why="Callers can go round the API: its authorization, its limits and its log.",
    fix="Set internal to true.",
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html",
)
def public_backend(stack: Stack) -> Iterator[Finding | Open]:
    for balancer, via in balancers_behind_links(stack):
        try:
            if not balancer.internal:
                yield Finding(balancer, "internal", f"is not internal and stands behind {via.name}")
        except Undecided as unknown:
            yield Open.of(unknown)
