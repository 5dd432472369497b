"""A load balancer drops a connection on which an API still waits."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_backend import PrivateBackend


@rule(
    severity=Severity.LOW,
    title="A load balancer gives up before its API does",
    why="A slow answer ends in a dropped connection, which looks like a broken backend.",
    fix="Set idle_timeout to at least the integration's timeout.",
    source="sheet 54; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
)
def idle_before_timeout(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    for balancer in backend.balancers if backend.linked else ():
        if balancer.kind == "application" and balancer.idle_timeout < backend.timeout:
            message = f"drops after {balancer.idle_timeout:g} s what {backend.name}"
            yield Finding(balancer, backend.name, f"{message} waits {backend.timeout:g} s for")
