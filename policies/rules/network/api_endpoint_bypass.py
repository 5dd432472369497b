"""A way round the client certificates: the endpoint behind the load balancer lets others in."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.values import UNKNOWN
from policies.views.mutual_tls import fronts
from policies.views.private_link import Ingress, SecurityGroup, VpcEndpoint


@rule(
    severity=Severity.HIGH,
    title="The endpoint of a private API lets others in",
    why="Whoever reaches the endpoint itself calls the API without a client certificate.",
    fix="Let the endpoint's security group take 443 from the load balancer's group only.",
    source="sheet 12; https://aws.amazon.com/blogs/compute/consuming-private-amazon-api-gateway-apis-using-mutual-tls/",
)
def api_endpoint_bypass(stack: Stack) -> Iterator[Finding | Open]:
    allowed: dict[VpcEndpoint, set[SecurityGroup | str]] = {}
    for front in fronts(stack):
        if not front.listener.balancers:
            because = "names a load balancer of another stack"
            yield Open(front.listener.resource, "loadBalancerArn", because)
            continue
        groups = {g for balancer in front.listener.balancers for g in balancer.groups}
        allowed.setdefault(front.endpoint, set()).update(groups)
    for endpoint, balancers in allowed.items():
        if not endpoint.security_groups and endpoint.peek("securityGroupIds") is None:
            yield Finding(endpoint, "group", "has the VPC's default security group")
        for group in endpoint.security_groups:
            yield from _inline(group)
            for ingress in stack.naming(Ingress, "securityGroupId", group):
                yield from decided(_others(ingress, group, balancers))


def _inline(group: SecurityGroup) -> Iterator[Finding | Open]:
    # Inline rules do not say which group stands behind which entry: any of them is told.
    rules = group.peek("ingress")
    if rules is UNKNOWN:
        if not group.follow_all("ingress", SecurityGroup):
            yield Open(group.resource, "ingress")
        return
    for number, entry in enumerate(rules if isinstance(rules, (list, tuple)) else (), 1):
        if isinstance(entry, dict) and _ranges(entry):
            yield Finding(group, f"ingress/{number}", f"lets in {_ranges(entry)}")


def _ranges(entry: dict[str, object]) -> str:
    found: list[str] = []
    for key in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds"):
        values = entry.get(key)
        if isinstance(values, (list, tuple)):
            found += [str(value) for value in values]
    return ", ".join(found) or ("itself" if entry.get("self") is True else "")


def _others(
    ingress: Ingress, group: SecurityGroup, balancers: set[SecurityGroup | str]
) -> Iterator[Finding]:
    if not ingress.inward:
        return
    admitted = ingress.admits
    named = ingress.peek(ingress.GROUP[ingress.resource.type])
    named = named if isinstance(named, str) else ""
    if (admitted and set(admitted) <= balancers) or named in balancers:
        return
    who = ", ".join(sorted(found.name for found in set(admitted) - balancers))
    for key in ("cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks", "prefixListId"):
        value = ingress.peek(key)
        if value is not None and not who:
            shown = value if isinstance(value, list) else [value]
            who = ", ".join("an address range" if v is UNKNOWN else str(v) for v in shown)
    who = who or named or "others"
    yield Finding(ingress, "source", f"lets {who} into {group.name}, past the load balancer")
