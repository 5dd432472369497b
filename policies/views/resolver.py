"""Views of how other networks reach a VPC: resolver endpoints, prefix lists, what it resolves."""

from __future__ import annotations

from policies.view import View
from policies.views.private_link import SecurityGroup
from policies.views.vpc import Vpc


class NamedVpc(Vpc):
    """A VPC: what its DNS does."""

    @property
    def resolves(self) -> bool:
        """Whether it has DNS at all; on unless switched off."""
        return self.flag("enableDnsSupport", default=True)

    @property
    def names_hosts(self) -> bool:
        """Whether it gives names, which private DNS needs; off unless switched on."""
        return self.flag("enableDnsHostnames")


class ResolverEndpoint(View):
    """`aws.route53.ResolverEndpoint`."""

    token = "aws:route53/resolverEndpoint:ResolverEndpoint"

    @property
    def inbound(self) -> bool:
        """Whether other networks ask it, in place of being asked."""
        return self.text("direction").startswith("INBOUND")


class QueryLogAssociation(View):
    """`aws.route53.ResolverQueryLogConfigAssociation`: the VPC `resourceId` logs its queries."""

    token = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"


class PrefixList(View):
    """`aws.ec2.ManagedPrefixList`."""

    token = "aws:ec2/managedPrefixList:ManagedPrefixList"


class PrefixListEntry(View):
    """`aws.ec2.ManagedPrefixListEntry`: an entry on its own."""

    token = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"


class Entrance(View):
    """What other networks come in through: an interface endpoint or an inbound resolver."""

    token = ("aws:ec2/vpcEndpoint:VpcEndpoint", "aws:route53/resolverEndpoint:ResolverEndpoint")

    @property
    def shared(self) -> bool:
        """Whether it is of a kind that stands in subnets and has security groups."""
        if self.resource.type == ResolverEndpoint.token:
            return self.text("direction").startswith("INBOUND")
        return self.text("vpcEndpointType", "Gateway") == "Interface"

    @property
    def subnet_property(self) -> str:
        """The property that lists its subnets."""
        return "ipAddresses" if self.resource.type == ResolverEndpoint.token else "subnetIds"

    @property
    def groups(self) -> list[SecurityGroup]:
        """Its security groups, as far as they are of this stack."""
        return self.follow_all("securityGroupIds", SecurityGroup)
