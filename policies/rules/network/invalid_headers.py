"""An application load balancer hands on header fields that HTTP does not allow."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.vpc_link import LoadBalancer


@rule(
    severity=Severity.LOW,
    title="A load balancer hands on invalid headers",
    why="Where it and the server read them differently, one request hides a second (smuggling).",
    fix="Set dropInvalidHeaderFields to true.",
    source="Security Hub ELB.4; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
)
def invalid_headers(balancer: LoadBalancer) -> Iterator[Finding]:
    if balancer.kind == "application" and not balancer.drops_invalid_headers:
        yield Finding(balancer, "headers", "does not drop invalid header fields")
