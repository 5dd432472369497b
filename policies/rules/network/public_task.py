"""Tasks behind a VPC link have public addresses."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.ecs import EcsService
from policies.views.mutual_tls import Listener
from policies.views.private_backend import balancers_behind_links, private_backends


@rule(
    severity=Severity.MEDIUM,
    title="Tasks behind a VPC link have public addresses",
    why="One rule of a security group is then all that keeps callers from going round the API.",
    fix="Set assign_public_ip to false and give the tasks private subnets.",
    source="sheet 54; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html",
)
def public_task(stack: Stack) -> Iterator[Finding | Open]:
    services = stack.of(EcsService)
    reached = _reached(stack) if services else set()
    for service in services:
        if reached.isdisjoint((*service.target_groups, *service.registries)):
            continue
        try:
            if service.public:
                yield Finding(service, "public", "gives its tasks public addresses behind a link")
        except Undecided as unknown:
            yield Open.of(unknown)


def _reached(stack: Stack) -> set[View]:
    """Target groups and Cloud Map services that a link leads to."""
    found: set[View] = {s for backend in private_backends(stack) for s in backend.services}
    balancers: set[View] = {balancer for balancer, _ in balancers_behind_links(stack)}
    for listener in stack.of(Listener):
        if not balancers.isdisjoint(listener.balancers):
            found.update(listener.all_forwards())
    return found
