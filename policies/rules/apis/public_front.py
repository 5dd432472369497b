"""A private API's load balancer stands on the internet."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.mutual_tls import LoadBalancer, fronts


@rule(
    severity=Severity.HIGH,
    title="A private API's load balancer is on the internet",
    why="The API is private so that nobody outside reaches it; this opens a way from everywhere.",
    fix="Set internal to true.",
    source="sheet 12; https://aws.amazon.com/blogs/compute/consuming-private-amazon-api-gateway-apis-using-mutual-tls/",
)
def public_front(stack: Stack) -> Iterator[Finding | Open]:
    balancers: dict[LoadBalancer, str] = {}
    for front in fronts(stack):
        balancers.update(dict.fromkeys(front.listener.balancers, front.endpoint.name))
    for balancer, endpoint in balancers.items():
        try:
            if not balancer.internal:
                yield Finding(balancer, "internal", f"is not internal and leads to {endpoint}")
        except Undecided as unknown:
            yield Open.of(unknown)
