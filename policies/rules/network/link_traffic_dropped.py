"""A load balancer's security groups keep out what comes over its V1 VPC link."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.vpc_link import LinkV1

_ENFORCED = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


@rule(
    severity=Severity.MEDIUM,
    title="A load balancer drops what comes over its VPC link",
    why="The callers are API Gateway's own addresses, which no rule of a group can rely on.",
    fix='Set enforce_security_group_inbound_rules_on_private_link_traffic="off" on the balancer.',
    source="sheet 49; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-nlb-for-vpclink-using-console.html",
)
def link_traffic_dropped(link: Joined[LinkV1]) -> Iterator[Finding]:
    balancer = link.balancer
    if balancer and balancer.has_groups and balancer.text(_ENFORCED, "on") != "off":
        message = f"{balancer.name} has security groups that are held against {link.name}"
        yield Finding(balancer, link.name, message)
