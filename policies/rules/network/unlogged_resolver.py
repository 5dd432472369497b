"""Nobody can see what is asked of an inbound resolver."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.resolver import QueryLogAssociation, ResolverEndpoint
from policies.views.vpc import Subnet, Vpc


@rule(
    severity=Severity.LOW,
    title="Queries of an inbound resolver are not logged",
    why="When a name does not resolve on premises, nothing tells whether the question arrived.",
    fix="Associate the VPC with a ResolverQueryLogConfig.",
    source="sheet 50; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html",
)
def unlogged_resolver(resolver: Joined[ResolverEndpoint]) -> Iterator[Finding]:
    if not resolver.inbound:
        return
    subnets = resolver.follow_all("ipAddresses", Subnet)
    vpcs = {vpc for subnet in subnets for vpc in subnet.follow_all("vpcId", Vpc)}
    logged = resolver.stack.of(QueryLogAssociation) if resolver.stack else ()
    for vpc in vpcs:
        if not any(vpc in found.follow_all("resourceId", Vpc) for found in logged):
            yield Finding(resolver, vpc.name, f"stands in {vpc.name}, which logs no queries")
