"""A function in a VPC calls a service that nothing leads to."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.attached import documents_by_role
from policies.views.lambda_ import Function
from policies.views.reach import services_called
from policies.views.vpc import Subnet, default_routes, endpoints_of
from policies.views.vpc_endpoints import (
    assured,
    by_names,
    covered,
    is_called,
    is_gateway,
    serves,
)

ELSEWHERE = "names subnets of another stack, and nothing here leads from there to {}"
VPC_ELSEWHERE = "is of another stack, and nothing here leads from there to {}"


@rule(
    severity=Severity.MEDIUM,
    title="A function in a VPC has no way to a service it calls",
    why="The call waits until the function's timeout: no error says that the network ends there.",
    fix="Add an endpoint with private DNS for the service, or a route to a NAT gateway.",
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
            missing = _missing(function, services, stack) if services else {}
            unnamed = _unnamed(function, missing, stack)
        except Undecided as unknown:
            yield Open.of(unknown)
            continue
        if lost := sorted(set().union(*missing.values())):
            places = " and ".join(sorted(subnet.name for subnet in missing if missing[subnet]))
            message = f"may call {', '.join(lost)}; nothing leads there from {places}"
            yield Finding(function, ",".join(lost), message + unnamed)


def _missing(function: Function, services: set[str], stack: Stack) -> dict[Subnet, set[str]]:
    """Subnet → those of `services` that nothing leads to from there.

    In a VPC of another stack only what this one adds to it is known: raises `Undecided` where
    that is not enough.
    """
    given = function.peek("vpcConfig.subnetIds")
    if given in (None, []):
        return {}
    subnets = function.follow_all("vpcConfig.subnetIds", Subnet)
    own = {identity for subnet in subnets for identity in subnet.identities()}
    ids = {one for one in given if isinstance(one, str)} if isinstance(given, list) else set()
    if ids - own:
        if left := services - by_names(services, assured(function, stack)):
            because = ELSEWHERE.format(" and ".join(sorted(left)))
            raise Undecided(function.resource, "vpcConfig.subnetIds", because)
        return {}
    if not subnets:
        raise Undecided(function.resource, "vpcConfig.subnetIds")
    return {one: services - _reached(one, function, services, stack) for one in subnets}


def _reached(subnet: Subnet, function: Function, services: set[str], stack: Stack) -> set[str]:
    """Those of `services` that can be called from the subnet."""
    vpc = subnet.vpc
    if vpc is None:
        left = services - by_names(services, assured(function, stack))
        if left and not _has_table_out(subnet, stack):
            because = VPC_ELSEWHERE.format(" and ".join(sorted(left)))
            raise Undecided(subnet.resource, "vpcId", because)
        return services
    if _leads_out(subnet, stack):
        return services
    names: set[str] = set()
    for endpoint in endpoints_of(vpc, stack):
        here = not is_gateway(endpoint) or serves(endpoint, subnet, stack)
        if here and is_called(endpoint, function, stack):
            names.add(covered(endpoint))
    return by_names(services, names)


def _leads_out(subnet: Subnet, stack: Stack) -> bool:
    # Functions have no public address: an internet gateway is no way out for them.
    return any(not route.to_internet_gateway for route in default_routes(subnet, stack))


def _has_table_out(subnet: Subnet, stack: Stack) -> bool:
    """Whether this stack gives the subnet a table that leads out; False where it is not known."""
    try:
        return _leads_out(subnet, stack)
    except Undecided:
        return False


def _unnamed(function: Function, missing: dict[Subnet, set[str]], stack: Stack) -> str:
    """The endpoints that would lead to what is missing, if calls found them."""
    found = {
        endpoint.name
        for subnet, lost in missing.items()
        if lost
        for endpoint in (endpoints_of(subnet.vpc, stack) if subnet.vpc else ())
        if by_names(lost, {covered(endpoint)}) and not is_called(endpoint, function, stack)
    }
    have = "has" if len(found) == 1 else "have"
    names = " and ".join(sorted(found))
    return f"; {names} {have} no private DNS (privateDnsEnabled)" if found else ""
