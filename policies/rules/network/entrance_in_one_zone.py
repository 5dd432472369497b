"""An interface endpoint or inbound resolver stands in one zone."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.resolver import Entrance
from policies.views.vpc import Subnet


@rule(
    severity=Severity.MEDIUM,
    title="An endpoint stands in one zone",
    why="When that zone fails, nobody reaches the service behind it, or no name is answered.",
    fix="Give it subnets of two zones or more.",
    source="sheet 50; https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
)
def entrance_in_one_zone(entrance: Joined[Entrance]) -> Iterator[Finding]:
    if not entrance.shared:
        return
    prop = entrance.subnet_property
    listed = entrance.peek(prop)
    if listed is UNKNOWN:
        raise Undecided(entrance.resource, prop)
    if isinstance(listed, list) and len(listed) == 1:
        yield Finding(entrance, "zones", "has one subnet, so one zone")
        return
    subnets = entrance.follow_all(prop, Subnet)
    if not isinstance(listed, list) or not listed or len(subnets) != len(listed):
        return  # Several subnets, some of another stack: their zones are not seen.
    zones = {subnet.zone for subnet in subnets}
    if len(zones) == 1 and "" not in zones:
        yield Finding(entrance, "zones", f"has {len(subnets)} subnets, all in {zones.pop()}")
