"""Several VPC links where one would do."""

from collections import defaultdict
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.private_backend import Link
from policies.views.vpc_link import LinkV1, LoadBalancer

Place = tuple[frozenset[str], ...]


@rule(
    severity=Severity.LOW,
    title="Several VPC links do the same",
    why="Any number of APIs can use one, and an account has 10 (V2) or 20 (V1) in a Region.",
    fix="Keep one of the links and name it in connection_id of all integrations.",
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
)
def link_to_share(stack: Stack) -> Iterator[Finding | Open]:
    alike: dict[Place, list[View]] = defaultdict(list)
    links = stack.of(Link)
    for link in links if len(links) > 1 else ():
        try:
            alike[link.subnets, link.groups].append(link)
        except Undecided as unknown:
            yield Open.of(unknown)
    for link in stack.of(LinkV1):
        if balancer := link.follow("targetArn", LoadBalancer):
            alike[(frozenset({balancer.urn}),)].append(link)
    for same in alike.values():
        first, *others = sorted(same, key=lambda link: link.urn)
        what = "its subnets and groups" if isinstance(first, Link) else "its balancer"
        for link in others:
            yield Finding(link, first.name, f"has {what} in common with {first.name}")
