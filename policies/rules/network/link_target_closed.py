"""Security groups keep out what a V1 VPC link's balancer sends on."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.link_targets import Hop, hops
from policies.views.security_rules import groups_named, openings
from policies.views.vpc_link import LinkV1, LoadBalancer


@rule(
    severity=Severity.MEDIUM,
    title="A target lets nothing in from its VPC link",
    why="It sees the balancer's addresses and never the callers': health checks fail, callers "
    "get 5xx. A rule that names a group matches nothing where the balancer has none.",
    fix="Let in the balancer's security group or, where it has none, the ranges of its subnets.",
    source="sheet 49; https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html",
)
def link_target_closed(stack: Stack) -> Iterator[Finding | Open]:
    balancers = dict.fromkeys(link.balancer for link in stack.of(LinkV1))
    for balancer in balancers:
        for hop in hops(balancer, stack) if balancer else ():
            yield from decided(_closed(balancer, hop, stack))


def _closed(balancer: LoadBalancer | None, hop: Hop, stack: Stack) -> Iterator[Finding]:
    if balancer is None or hop.port is None:
        return
    into, _ = groups_named(hop.server, hop.server.groups_property)
    if not into:
        return  # The VPC's own group, which is not looked at.
    _, of_balancer = groups_named(balancer, "securityGroups")
    port = hop.port
    for group in into:
        for opening in openings(group, stack, inward=True):
            if (opening.ranges or opening.names(of_balancer)) and opening.covers(port):
                return
    without = "" if of_balancer else ", which has no security groups,"
    message = f"lets nothing in from {balancer.name}{without} on port {port:g}"
    yield Finding(hop.server, f"{balancer.name}/{port:g}", message)
