"""An integration over a VPC link has a type, a link or a target that no such one can have."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.views.private_backend import Balancer, PrivateBackend
from policies.views.vpc_link import LinkTarget


@rule(
    severity=Severity.HIGH,
    title="An integration cannot go over its VPC link",
    why="API Gateway refuses it, or the deployment with it: links carry HTTP to balancers.",
    fix="Use HTTP_PROXY (REST also HTTP) with connectionId; integrationTarget is a balancer's ARN.",
    source="sheet 49; https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html",
)
def link_integration_shape(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    if not backend.linked:
        return
    prop = "type" if backend.rest else "integrationType"
    kind = backend.text(prop).upper()
    if kind != "HTTP_PROXY" and not (backend.rest and kind == "HTTP"):
        yield Finding(backend, "type", f"{prop} is {kind or 'empty'} and connectionType VPC_LINK")
    if not backend.rest:
        return
    if backend.peek("connectionId") in (None, ""):
        yield Finding(backend, "link", "connectionType is VPC_LINK without connectionId")
    if other := _no_balancer(backend):
        yield Finding(backend, "target", f"integrationTarget is {other}, no load balancer")


def _no_balancer(backend: PrivateBackend) -> str:
    """What the target is where it is no balancer."""
    target = backend.peek("integrationTarget")
    if target is None or backend.follow_all("integrationTarget", Balancer):
        return ""
    if target is UNKNOWN:
        named = backend.follow_all("integrationTarget", LinkTarget)
        return named[0].name if named else ""
    text = backend.text("integrationTarget")
    return "" if ":loadbalancer/" in text else text or "empty"
