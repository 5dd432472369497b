"""A V1 VPC link leads to something that is no network load balancer."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.vpc_link import LinkV1


@rule(
    severity=Severity.HIGH,
    title="A V1 VPC link does not lead to a network load balancer",
    why="V1 links are PrivateLink, which stands before network load balancers only: none is made.",
    fix="Set target_arn to a network load balancer's ARN, or use a V2 link (apigatewayv2.VpcLink).",
    source="sheet 49; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
)
def link_to_other_balancer(link: Joined[LinkV1]) -> Iterator[Finding]:
    if balancer := link.balancer:
        if balancer.kind != "network":
            message = f"targetArn is {balancer.name}, an {balancer.kind} load balancer"
            yield Finding(link, "target", message)
        return
    target = link.text("targetArn")
    if ":loadbalancer/net/" not in target:
        yield Finding(link, "target", f"targetArn is {target or 'empty'}")
