"""The security group of a balancer behind a VPC link lets every address in."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.private_backend import Balancer, balancers_behind_links
from policies.views.private_link import SecurityGroup
from policies.views.security_rules import openings


@rule(
    severity=Severity.LOW,
    title="A private backend can be reached past its VPC link",
    why="All that the VPC is connected to can call it, without the API's authorization.",
    fix="Let in the link's security group alone, on the listener's port.",
    source="sheet 54; https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def open_backend(stack: Stack) -> Iterator[Finding | Open]:
    for balancer, _ in balancers_behind_links(stack):
        yield from decided(_open(balancer, stack))


def _open(balancer: Balancer, stack: Stack) -> Iterator[Finding]:
    for group in balancer.follow_all("securityGroups", SecurityGroup):
        for opening in openings(group, stack, inward=True):
            if opening.everywhere:
                message = f"lets every address into {group.name}, past the link to {balancer.name}"
                yield Finding(opening.holder, f"{group.name}/{opening.at}", message)
