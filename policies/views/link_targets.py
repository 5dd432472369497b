"""What load balancers behind VPC links send to: tasks, instances, other balancers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.view import Stack, View
from policies.views import mutual_tls
from policies.views.ecs import EcsService
from policies.views.mutual_tls import Attachment, Listener, TargetGroup


class Server(View):
    """What a target group sends to."""

    GROUPS = {  # noqa: RUF012
        EcsService.token: "networkConfiguration.securityGroups",
        "aws:ec2/instance:Instance": "vpcSecurityGroupIds",
        **dict.fromkeys(mutual_tls.LoadBalancer.token, "securityGroups"),
    }
    token = tuple(GROUPS)

    @property
    def groups_property(self) -> str:
        """The property that lists its security groups."""
        return self.GROUPS[self.resource.type]


@dataclass(frozen=True)
class Hop:
    """A way from a balancer to what stands behind it."""

    server: Server
    holder: View
    """What says the port."""
    prop: str

    @property
    def port(self) -> float | None:
        """1 to 65535; None where nothing is set. Raises `Undecided` where it is not known."""
        return self.holder.number(self.prop)


def hops(balancer: View, stack: Stack) -> Iterator[Hop]:
    """Every way from `balancer` to something of this stack with security groups."""
    groups: dict[TargetGroup, None] = {}
    named = mutual_tls.LoadBalancer(balancer.resource, stack)
    for listener in stack.naming(Listener, "loadBalancerArn", named):
        groups.update(dict.fromkeys(listener.all_forwards()))
    for group in groups:
        for attachment in stack.naming(Attachment, "targetGroupArn", group):
            own = attachment.peek("port") is not None
            for server in attachment.follow_all("targetId", Server):
                yield Hop(server, attachment if own else group, "port")
        yield from stack.once(_services).get(group, ())


def _services(stack: Stack) -> dict[TargetGroup, list[Hop]]:
    """Target group → the services whose tasks it sends to."""
    found: dict[TargetGroup, list[Hop]] = {}
    for service in stack.of(EcsService):
        listed = service.peek("loadBalancers")
        for number in range(len(listed) if isinstance(listed, list) else 0):
            place = f"loadBalancers[{number}]"
            hop = Hop(Server(service.resource, stack), service, f"{place}.containerPort")
            for group in service.follow_all(f"{place}.targetGroupArn", TargetGroup):
                found.setdefault(group, []).append(hop)
    return found
