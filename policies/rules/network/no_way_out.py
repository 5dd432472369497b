"""A function in a VPC calls a service that nothing leads to."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.iam import documents_by_role
from policies.views.lambda_ import Function
from policies.views.private_link import VpcEndpoint
from policies.views.reach import ENDPOINTS, covered, is_gateway, services_called
from policies.views.vpc import (
    EndpointRoutes,
    RouteTable,
    Subnet,
    Vpc,
    default_routes,
    endpoints_of,
    tables_of,
)

ELSEWHERE = "names subnets of another stack, and so are their routes and endpoints"


@rule(
    severity=Severity.MEDIUM,
    title="A function in a VPC has no way to a service it calls",
    why="The call waits until the function's timeout: no error says that the network ends there.",
    fix="Add an endpoint for the service to the VPC, or a route to a NAT gateway.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html",
)
def no_way_out(stack: Stack) -> Iterator[Finding | Open]:
    by_role = None
    for function in stack.of(Function):
        if function.peek("vpcConfig") is None:
            continue
        by_role = by_role or documents_by_role(stack)
        try:
            services = services_called(function, by_role)
            subnets = _subnets(function) if services else []
            missing = {subnet: services - _reached(subnet, services, stack) for subnet in subnets}
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
            continue
        if lost := sorted(set().union(*missing.values())):
            places = " and ".join(sorted(subnet.name for subnet in missing if missing[subnet]))
            message = f"may call {', '.join(lost)}; nothing leads there from {places}"
            yield Finding(function, ",".join(lost), message)


def _subnets(function: Function) -> list[Subnet]:
    given = function.peek("vpcConfig.subnetIds")
    if given in (None, []):
        return []
    subnets = function.follow_all("vpcConfig.subnetIds", Subnet)
    own = {identity for subnet in subnets for identity in subnet.identities()}
    ids = {one for one in given if isinstance(one, str)} if isinstance(given, list) else set()
    if ids - own:
        raise Undecided(function.resource, "vpcConfig.subnetIds", ELSEWHERE)
    if not subnets:
        raise Undecided(function.resource, "vpcConfig.subnetIds")
    return subnets


def _reached(subnet: Subnet, services: set[str], stack: Stack) -> set[str]:
    """Those of `services` that can be called from the subnet."""
    vpc = subnet.vpc
    if vpc is None:
        raise Undecided(subnet.resource, "vpcId", "is of another stack, and so are its endpoints")
    # Functions have no public address: an internet gateway is no way out for them.
    if any(not route.to_internet_gateway for route in default_routes(subnet, stack)):
        return services
    names: set[str] = set()
    for endpoint in endpoints_of(vpc, stack):
        if not is_gateway(endpoint) or _serves(endpoint, subnet, stack):
            names.add(covered(endpoint))
    return {service for service in services if ENDPOINTS[service] & names}


def _serves(endpoint: VpcEndpoint, subnet: Subnet, stack: Stack) -> bool:
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
