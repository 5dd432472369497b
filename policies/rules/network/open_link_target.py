"""What stands behind the balancer of a VPC link lets every address in."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.link_targets import hops
from policies.views.private_backend import balancers_behind_links
from policies.views.private_link import SecurityGroup
from policies.views.security_rules import openings


@rule(
    severity=Severity.LOW,
    title="A target can be reached past its VPC link",
    why="All that the VPC is connected to can call it, without the API and without the balancer.",
    fix="Let in the balancer's security group or the ranges of its subnets, on one port.",
    source="sheets 49, 54; https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def open_link_target(stack: Stack) -> Iterator[Finding | Open]:
    balancers = {balancer: None for balancer, _ in balancers_behind_links(stack)}
    servers = {
        hop.server: None
        for balancer in balancers
        for hop in hops(balancer, stack)
        if hop.server not in balancers  # network-open-backend looks at those.
    }
    for server in servers:
        for group in server.follow_all(server.groups_property, SecurityGroup):
            try:
                for opening in openings(group, stack, inward=True):
                    if opening.everywhere:
                        past = f"past the VPC link to {server.name}"
                        message = f"lets every address into {group.name}, {past}"
                        yield Finding(opening.holder, f"{group.name}/{opening.at}", message)
            except Undecided as unknown:
                yield Open.of(unknown)
