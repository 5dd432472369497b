"""Security groups leave no way from a VPC link to what it leads to."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_backend import Balancer, Link, Port, PrivateBackend
from policies.views.security_rules import groups_named, openings


@rule(
    severity=Severity.MEDIUM,
    title="Security groups stop what a VPC link sends",
    why="Only what a rule lets out of one group and into the other passes: callers get 503.",
    fix="Let the link's group out to the listener's port, and into the balancer's group.",
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
)
def link_without_path(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    if not backend.linked:
        return
    for link in backend.links:
        for port in backend.ports:
            for balancer in port.balancers:
                yield from _path(backend, link, port, balancer)


def _path(backend: PrivateBackend, link: Link, port: Port, balancer: Balancer) -> Iterator[Finding]:
    assert backend.stack is not None  # noqa: S101  a joined rule has it
    if port.port is None:
        return
    where = f"port {port.port:g} of {balancer.name}"
    out, from_link = groups_named(link, "securityGroupIds")
    into, of_balancer = groups_named(balancer, "securityGroups")
    lets_out = any(
        (opening.ranges or opening.names(of_balancer)) and opening.covers(port.port)
        for group in out
        for opening in openings(group, backend.stack, inward=False)
    )
    if not lets_out:
        yield Finding(link, f"out/{port.name}", f"lets nothing out to {where}")
    lets_in = not of_balancer or any(
        (opening.ranges or opening.names(from_link)) and opening.covers(port.port)
        for group in into
        for opening in openings(group, backend.stack, inward=True)
    )
    if not lets_in:
        yield Finding(balancer, f"in/{port.name}", f"lets nothing in from {link.name} to {where}")
