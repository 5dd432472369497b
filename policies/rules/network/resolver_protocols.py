"""DNS servers cannot ask an inbound resolver over both protocols."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.private_link import SecurityGroup
from policies.views.resolver import ResolverEndpoint
from policies.views.security_rules import openings

_PORT = 53


@rule(
    severity=Severity.MEDIUM,
    title="An inbound resolver does not take both UDP and TCP",
    why="Questions come over UDP; what is too large for a datagram is asked for again over TCP.",
    fix="Let port 53 in over UDP and TCP, from the networks whose DNS servers ask.",
    source="sheet 50; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html",
)
def resolver_protocols(resolver: Joined[ResolverEndpoint]) -> Iterator[Finding]:
    if not resolver.inbound or resolver.stack is None:
        return
    groups = resolver.follow_all("securityGroupIds", SecurityGroup)
    listed = resolver.peek("securityGroupIds")
    if not isinstance(listed, list) or len(groups) != len(listed):
        return  # A group of another stack, whose rules are not seen.
    rules = [found for group in groups for found in openings(group, resolver.stack, inward=True)]
    for protocol in ("udp", "tcp"):
        if not any(found.covers(_PORT, protocol) for found in rules):
            message = f"lets nobody in on port {_PORT} over {protocol.upper()}"
            yield Finding(resolver, protocol, message)
