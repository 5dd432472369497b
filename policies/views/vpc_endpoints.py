"""Where endpoints of a VPC lead: for which services, from which subnets, by which names."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.lambda_ import Function
from policies.views.private_link import SecurityGroup, VpcEndpoint
from policies.views.reach import ENDPOINTS
from policies.views.vpc import (
    Association,
    EndpointRoutes,
    RouteTable,
    Subnet,
    Vpc,
    members,
    tables_of,
)


def covered(endpoint: View) -> str:
    """Last words of the service that an endpoint is for: `sqs`, `kinesis-streams`."""
    name = endpoint.text("serviceName")
    parts = name.split(".")
    # com.amazonaws.<region>.<service>, in China with a word before.
    return ".".join(parts[parts.index("amazonaws") + 2 :]) if "amazonaws" in parts else name


def is_gateway(endpoint: View) -> bool:
    """Whether it works through routes, and so for the subnets of some tables alone."""
    kind = endpoint.peek("vpcEndpointType")
    if kind is UNKNOWN:
        raise Undecided(endpoint.resource, "vpcEndpointType")
    return kind in (None, "", "Gateway")


def by_names(services: set[str], names: set[str]) -> set[str]:
    """Those of `services` that an endpoint of one of `names` carries."""
    return {service for service in services if ENDPOINTS[service] & names}


class Zone(View):
    """`aws.route53.Zone`."""

    token = "aws:route53/zone:Zone"

    @property
    def for_aws(self) -> bool:
        """Whether it says, inside a VPC, where names of AWS services lead."""
        name = self.peek("name")
        return isinstance(name, str) and name.rstrip(".").endswith((".amazonaws.com", ".aws"))


def is_called(endpoint: VpcEndpoint, function: Function, stack: Stack) -> bool:
    """Whether the function's calls find the endpoint: by the service's own name, which private DNS
    or a zone leads there, or by an address in its environment.

    Raises `Undecided` where it is not known whether private DNS is on.
    """
    # APIs have names of their own, which hold the endpoint's id.
    if is_gateway(endpoint) or covered(endpoint) == "execute-api":
        return True
    if endpoint in function.follow_all("environment", VpcEndpoint):
        return True
    return any(zone.for_aws for zone in stack.of(Zone)) or endpoint.flag("privateDnsEnabled")


def serves(endpoint: VpcEndpoint, subnet: Subnet, stack: Stack) -> bool:
    """Whether a gateway endpoint is in the subnet's route table."""
    tables = set(tables_of(subnet, stack))
    routed = set(endpoint.follow_all("routeTableIds", RouteTable))
    main = bool(endpoint.follow_all("routeTableIds", Vpc))
    for more in stack.of(EndpointRoutes):
        if endpoint in more.follow_all("vpcEndpointId", VpcEndpoint):
            routed |= set(more.follow_all("routeTableId", RouteTable))
            main = main or bool(more.follow_all("routeTableId", Vpc))
    if endpoint.peek("routeTableIds") is UNKNOWN and not routed and not main:
        raise Undecided(endpoint.resource, "routeTableIds")
    return bool(tables & routed) or (main and not tables)


def assured(function: Function, stack: Stack) -> set[str]:
    """Names of the services that endpoints of this stack certainly lead the function to.

    Also in a VPC that another stack made: an endpoint is in the function's VPC where it stands in
    one of its subnets, or where the function's subnets or security groups are of the same VPC.
    """
    subnets = _keys(function, "vpcConfig.subnetIds", Subnet)
    parts: list[View] = [*function.follow_all("vpcConfig.subnetIds", Subnet)]
    parts += function.follow_all("vpcConfig.securityGroupIds", SecurityGroup)
    vpcs = {key for part in parts for key in _keys(part, "vpcId", Vpc)}
    names: set[str] = set()
    for endpoint in stack.of(VpcEndpoint):
        try:
            if is_gateway(endpoint):
                here = _routed(endpoint, subnets, stack)
            else:
                here = _keys(endpoint, "subnetIds", Subnet) & subnets
                here = here or _keys(endpoint, "vpcId", Vpc) & vpcs
            if here and is_called(endpoint, function, stack):
                names.add(covered(endpoint))
        except Undecided:
            continue  # It may lead somewhere, and so assures nothing.
    return names


def _routed(endpoint: VpcEndpoint, subnets: frozenset[str], stack: Stack) -> bool:
    """Whether a gateway endpoint is in a table of each of `subnets`."""
    tables = _keys(endpoint, "routeTableIds", RouteTable)
    for more in stack.of(EndpointRoutes):
        if endpoint in more.follow_all("vpcEndpointId", VpcEndpoint):
            tables |= _keys(more, "routeTableId", RouteTable)
    served = {
        subnet
        for association in stack.of(Association)
        if _keys(association, "routeTableId", RouteTable) & tables
        for subnet in _keys(association, "subnetId", Subnet)
    }
    return bool(subnets) and subnets <= served


def _keys(view: View, prop: str, kind: type[View]) -> frozenset[str]:
    """Ids that `prop` names, and URNs of what has none yet; nothing where that is not clear."""
    try:
        return members(view, prop, kind)
    except Undecided:
        return frozenset()
