"""A VPC link stands in one zone."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.private_backend import Link
from policies.views.vpc import Subnet


@rule(
    severity=Severity.MEDIUM,
    title="A VPC link stands in one zone",
    why="When that zone fails, no API reaches its backend, wherever else this one runs.",
    fix="Give subnet_ids subnets of two zones or more; both are fixed when the link is made.",
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html",
)
def link_in_one_zone(link: Joined[Link]) -> Iterator[Finding]:
    listed = link.peek("subnetIds")
    if listed is UNKNOWN:
        raise Undecided(link.resource, "subnetIds")
    if isinstance(listed, list) and len(listed) == 1:
        yield Finding(link, "zones", "has one subnet, so one zone")
        return
    subnets = link.follow_all("subnetIds", Subnet)
    if not isinstance(listed, list) or not listed or len(subnets) != len(listed):
        return  # Several subnets, some of another stack: their zones are not seen.
    zones = {subnet.zone for subnet in subnets}
    if len(zones) == 1 and "" not in zones:
        yield Finding(link, "zones", f"has {len(subnets)} subnets, all in {zones.pop()}")
