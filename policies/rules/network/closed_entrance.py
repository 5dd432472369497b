"""The security groups of an interface endpoint let nobody in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_link import EndpointService, VpcEndpoint
from policies.views.security_rules import openings

_PORT = 443
_OTHER_PORTS = (".email-smtp",)
"""Services of AWS that do not speak HTTPS."""


@rule(
    severity=Severity.MEDIUM,
    title="An endpoint lets nobody in",
    why="Names of the service lead to it, and calls wait there until they time out.",
    fix="Let TCP port 443 into its security group, from those who are to call.",
    source="sheet 50; https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
)
def closed_entrance(endpoint: Joined[VpcEndpoint]) -> Iterator[Finding]:
    groups, listed = endpoint.security_groups, endpoint.peek("securityGroupIds")
    if not groups or not isinstance(listed, list) or len(groups) != len(listed):
        return  # The VPC's own group, or one of another stack: their rules are not seen.
    if endpoint.stack is None or endpoint.follow_all("serviceName", EndpointService):
        return  # What others offer listens where it likes.
    for group in groups:
        if any(found.covers(_PORT) for found in openings(group, endpoint.stack, inward=True)):
            return
    service = endpoint.text("serviceName")
    if ".vpce." not in service and not service.endswith(_OTHER_PORTS):
        names = " and ".join(group.name for group in groups)
        yield Finding(endpoint, "closed", f"{names} lets nobody in on port {_PORT}")
