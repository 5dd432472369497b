"""Views of what stands behind VPC links: balancers, their ports, Cloud Map services."""

from __future__ import annotations

from collections.abc import Iterator

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views import vpc_link
from policies.views.private_link import SecurityGroup
from policies.views.vpc import Subnet, members
from policies.views.vpc_link import LinkedIntegration, LinkV1, LinkV2


class Link(LinkV2):
    """A V2 link: where it stands and what its groups are."""

    @property
    def subnets(self) -> frozenset[str]:
        """Its subnets: ids, or URNs where those are not known yet."""
        return members(self, "subnetIds", Subnet)

    @property
    def groups(self) -> frozenset[str]:
        """Its security groups: ids, or URNs where those are not known yet."""
        return members(self, "securityGroupIds", SecurityGroup)


class Balancer(vpc_link.LoadBalancer):
    """A load balancer behind a link."""

    @property
    def internal(self) -> bool:
        return self.flag("internal")

    @property
    def idle_timeout(self) -> float:
        """Seconds after which an application load balancer drops a silent connection."""
        return self.number("idleTimeout", 60) or 60


class Port(View):
    """`aws.lb.Listener`: one port of a balancer."""

    token = (
        "aws:lb/listener:Listener",
        "aws:alb/listener:Listener",
        "aws:applicationloadbalancing/listener:Listener",
        "aws:elasticloadbalancingv2/listener:Listener",
    )

    @property
    def port(self) -> float | None:
        """1 to 65535; None where nothing is set."""
        return self.number("port")

    @property
    def protocol(self) -> str:
        """`HTTP`, `HTTPS`, `TCP`, `TLS` …; empty where nothing is set."""
        return self.text("protocol").upper()

    @property
    def balancers(self) -> list[Balancer]:
        return self.follow_all("loadBalancerArn", Balancer)


class CloudMapService(View):
    """`aws.servicediscovery.Service`: instances that register themselves."""

    token = "aws:servicediscovery/service:Service"

    @property
    def records(self) -> list[str]:
        """Types of its DNS records: `A`, `AAAA`, `SRV`, `CNAME`; none where only calls ask."""
        records = self.peek("dnsConfig.dnsRecords")
        if records is UNKNOWN:
            raise Undecided(self.resource, "dnsConfig.dnsRecords")
        listed = records if isinstance(records, list) else []
        return [self.text(f"dnsConfig.dnsRecords[{number}].type") for number in range(len(listed))]


class PrivateBackend(LinkedIntegration):
    """An integration that may go over a VPC link, and what it leads to."""

    @property
    def links(self) -> list[Link]:
        """The V2 link, if this stack makes it."""
        return self.follow_all("connectionId", Link)

    @property
    def ports(self) -> list[Port]:
        """The listener that an HTTP API names."""
        return [] if self.rest else self.follow_all("integrationUri", Port)

    @property
    def services(self) -> list[CloudMapService]:
        """The Cloud Map service that an HTTP API names."""
        return [] if self.rest else self.follow_all("integrationUri", CloudMapService)

    @property
    def balancers(self) -> list[Balancer]:
        """The balancer that it meets first."""
        if not self.rest:
            return [balancer for port in self.ports for balancer in port.balancers]
        if self.peek("integrationTarget") is not None:
            return self.follow_all("integrationTarget", Balancer)
        first = self.follow_all("connectionId", LinkV1)
        return [balancer for link in first for balancer in link.follow_all("targetArn", Balancer)]

    @property
    def timeout(self) -> float:
        """Seconds that the API waits."""
        default = 29_000 if self.rest else 30_000
        return (self.number("timeoutMilliseconds") or default) / 1000


def private_backends(stack: Stack) -> list[PrivateBackend]:
    """The integrations that go over a link; one whose kind is not known is left to other rules."""
    found = stack.of(PrivateBackend)
    return [one for one in found if one.known("connectionType") and one.linked]


def balancers_behind_links(stack: Stack) -> Iterator[tuple[Balancer, View]]:
    """Each balancer behind a link with one link or integration that leads there."""
    seen: set[Balancer] = set()
    ways: list[tuple[View, list[Balancer]]] = [
        (backend, backend.balancers) for backend in private_backends(stack)
    ]
    ways += [(link, link.follow_all("targetArn", Balancer)) for link in stack.of(LinkV1)]
    for via, balancers in ways:
        for balancer in balancers:
            if balancer not in seen:
                seen.add(balancer)
                yield balancer, via
