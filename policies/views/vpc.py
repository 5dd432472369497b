"""Views of VPCs: subnets, the routes out of them, the endpoints in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.private_link import VpcEndpoint

EVERYWHERE = ("0.0.0.0/0", "::/0")
"""The destinations of a default route."""
_TABLES = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
_ROUTE = "aws:ec2/route:Route"
_DESTINATIONS = (
    "cidrBlock",
    "ipv6CidrBlock",
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
)


class Vpc(View):
    """`aws.ec2.Vpc`."""

    token = "aws:ec2/vpc:Vpc"


class InternetGateway(View):
    """`aws.ec2.InternetGateway`."""

    token = "aws:ec2/internetGateway:InternetGateway"


class Subnet(View):
    """`aws.ec2.Subnet`."""

    token = "aws:ec2/subnet:Subnet"

    @property
    def vpc(self) -> Vpc | None:
        return self.follow("vpcId", Vpc)

    @property
    def gives_public_addresses(self) -> bool:
        """Whether what starts in it gets a public address."""
        return self.flag("mapPublicIpOnLaunch")

    @property
    def zone(self) -> str:
        """Name or id of its Availability Zone; empty where AWS picks one."""
        return self.text("availabilityZone") or self.text("availabilityZoneId")


class FlowLog(View):
    """`aws.ec2.FlowLog`: what passes the interfaces of a VPC or of a part of it."""

    token = "aws:ec2/flowLog:FlowLog"

    @property
    def unclear(self) -> bool:
        """Whether it may be for any VPC, as far as is known."""
        behind = self.resource.property_dependencies.get("vpcId")
        return self.peek("vpcId") is UNKNOWN and not behind


class Routes(View):
    """Whatever holds routes: a table with its own, or one route of a table."""

    token = (*_TABLES, _ROUTE)

    def default_routes(self) -> Iterator[Route]:
        """The routes to everywhere; raises `Undecided` where a destination is not known."""
        if self.resource.type == _ROUTE:
            yield from self._one("")
            return
        listed = self.peek("routes")
        if listed is UNKNOWN:
            raise Undecided(self.resource, "routes")
        for number in range(len(listed) if isinstance(listed, list) else 0):
            yield from self._one(f"routes[{number}].")

    def _one(self, at: str) -> Iterator[Route]:
        for name in _DESTINATIONS:
            destination = self.peek(f"{at}{name}")
            if destination is UNKNOWN:
                raise Undecided(self.resource, f"{at}{name}")
            if destination in EVERYWHERE:
                yield Route(self, at)
                return


class RouteTable(Routes):
    """`aws.ec2.RouteTable`, or the default one of a VPC."""

    token = _TABLES


class RouteOf(Routes):
    """`aws.ec2.Route`: one route of a table."""

    token = _ROUTE  # pyright: ignore[reportAssignmentType]


class Association(View):
    """`aws.ec2.RouteTableAssociation`: which table a subnet has."""

    token = "aws:ec2/routeTableAssociation:RouteTableAssociation"


class MainAssociation(View):
    """`aws.ec2.MainRouteTableAssociation`: the table of subnets that name none."""

    token = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"


class EndpointRoutes(View):
    """`aws.ec2.VpcEndpointRouteTableAssociation`: a table that a gateway endpoint is in."""

    token = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"


@dataclass(frozen=True)
class Route:
    """A route to everywhere."""

    holder: Routes
    at: str

    @property
    def to_internet_gateway(self) -> bool:
        """Whether it leads to an internet gateway, which serves public addresses alone."""
        gateway = self.holder.peek(f"{self.at}gatewayId")
        if isinstance(gateway, str):
            return gateway.startswith("igw-")
        if gateway is not UNKNOWN:
            return False
        return bool(self.holder.follow_all(f"{self.at}gatewayId", InternetGateway))


def tables_of(subnet: Subnet, stack: Stack) -> list[RouteTable]:
    """The route tables that may be the subnet's: its own or, where it has none, the VPC's main.

    Empty where AWS's main table is left as it is: it leads nowhere but through the VPC. Raises
    `Undecided` where the subnet has a table of another stack.
    """
    for association in stack.naming(Association, "subnetId", subnet)[:1]:
        if tables := association.follow_all("routeTableId", RouteTable):
            return tables
        if not association.follow_all("routeTableId", Vpc):  # The main table by its id.
            because = "names a route table of another stack"
            raise Undecided(association.resource, "routeTableId", because)
    vpc = subnet.vpc
    if vpc is None:
        because = "is of another stack, and so is its main route table"
        raise Undecided(subnet.resource, "vpcId", because)
    for main in stack.naming(MainAssociation, "vpcId", vpc):
        return main.follow_all("routeTableId", RouteTable)
    return stack.naming(RouteTable, "defaultRouteTableId", vpc)


def default_routes(subnet: Subnet, stack: Stack) -> Iterator[Route]:
    """The ways from a subnet to everywhere; raises `Undecided` like `tables_of`."""
    tables = tables_of(subnet, stack)
    for table in tables:
        yield from table.default_routes()
    holders: list[View] = [*tables] if tables else [subnet.vpc] if subnet.vpc else []
    for route in {r: None for one in holders for r in stack.naming(RouteOf, "routeTableId", one)}:
        yield from route.default_routes()


def endpoints_of(vpc: Vpc, stack: Stack) -> list[VpcEndpoint]:
    """The endpoints of this stack in the VPC."""
    return stack.naming(VpcEndpoint, "vpcId", vpc)


def members(view: View, prop: str, kind: type[View]) -> frozenset[str]:
    """What a list of ids names: ids, and URNs where ids are not known yet.

    Raises `Undecided` where the unknown ones cannot be told apart.
    """
    listed = view.peek(prop)
    if listed is None:
        return frozenset()
    listed = [listed] if isinstance(listed, str) else listed
    if not isinstance(listed, list):
        raise Undecided(view.resource, prop)
    known = {value for value in listed if isinstance(value, str)}
    unknown = sum(value is UNKNOWN for value in listed)
    behind = {f.urn for f in view.follow_all(prop, kind) if not f.identities() & known}
    if unknown and unknown != len(behind):
        raise Undecided(view.resource, prop)
    return frozenset(known | behind) if unknown else frozenset(known)
