"""An interface endpoint or inbound resolver lets every address in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.view import Undecided
from policies.views.resolver import Entrance
from policies.views.security_rules import openings


@rule(
    severity=Severity.LOW,
    title="An endpoint lets every address in",
    why="Whoever has a route to the VPC reaches it: every peer, every site, every guest network.",
    fix="Let in a prefix list, the ranges or the security groups that are meant.",
    source="sheet 50; https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
)
def open_entrance(entrance: Joined[Entrance]) -> Iterator[Finding | Open]:
    if not entrance.shared or entrance.stack is None:
        return
    for group in entrance.groups:
        try:
            for found in openings(group, entrance.stack, inward=True):
                if not found.everywhere:
                    continue
                message = f"lets every address into {group.name}, the group of {entrance.name}"
                yield Finding(found.holder, entrance.name, message)
        except Undecided as unknown:
            yield Open.of(unknown)
