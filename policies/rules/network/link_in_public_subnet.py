"""A VPC link, or the balancer behind it, stands where the internet has a way in."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.private_backend import Balancer, Link, balancers_behind_links
from policies.views.vpc import Subnet, default_routes


@rule(
    severity=Severity.LOW,
    title="A VPC link or its balancer stands in a public subnet",
    why="What is kept from the internet stands one address or one setting away from it.",
    fix="Give it private subnets: no public addresses, no route to an internet gateway.",
    source="sheet 54; https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
)
def link_in_public_subnet(stack: Stack) -> Iterator[Finding | Open]:
    places: list[View] = list(stack.of(Link))
    places += [balancer for balancer, _ in balancers_behind_links(stack) if _kept_in(balancer)]
    for place in places:
        prop = "subnetIds" if isinstance(place, Link) else "subnets"
        for subnet in place.follow_all(prop, Subnet):
            try:
                if why := _public(subnet, stack):
                    yield Finding(place, subnet.name, f"stands in {subnet.name}, which {why}")
            except Undecided as unknown:
                yield Open.of(unknown)


def _kept_in(balancer: Balancer) -> bool:
    """Public balancers are told by another rule."""
    return balancer.known("internal") and balancer.internal


def _public(subnet: Subnet, stack: Stack) -> str:
    if subnet.gives_public_addresses:
        return "gives public addresses"
    if subnet.vpc is None:
        return ""  # A VPC of another stack: so are its routes.
    if any(route.to_internet_gateway for route in default_routes(subnet, stack)):
        return "has a route to an internet gateway"
    return ""
