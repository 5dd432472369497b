"""An endpoint wants private DNS in a VPC that has none."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_link import VpcEndpoint
from policies.views.resolver import NamedVpc


@rule(
    severity=Severity.MEDIUM,
    title="An endpoint's private DNS needs names in the VPC",
    why="AWS refuses the endpoint; host names are off in a VPC unless somebody turns them on.",
    fix="Set enable_dns_support=True and enable_dns_hostnames=True on the VPC.",
    source="sheet 50; https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
)
def private_dns_off(endpoint: Joined[VpcEndpoint]) -> Iterator[Finding]:
    if not endpoint.flag("privateDnsEnabled"):
        return
    vpc = endpoint.follow("vpcId", NamedVpc)
    if vpc is None:
        return  # A VPC of another stack.
    off = [
        name
        for name, on in (
            ("enableDnsSupport", vpc.resolves),
            ("enableDnsHostnames", vpc.names_hosts),
        )
        if not on
    ]
    if off:
        message = f"has private DNS in {vpc.name}, whose {' and '.join(off)} is off"
        yield Finding(endpoint, "names", message)
