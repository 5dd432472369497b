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
    for listener in stack.of(Listener):
        if balancer in listener.balancers:
            groups.update(dict.fromkeys(listener.all_forwards()))
    for group in groups:
        for attachment in stack.of(Attachment):
            if group not in attachment.groups:
                continue
            own = attachment.peek("port") is not None
            for server in attachment.follow_all("targetId", Server):
                yield Hop(server, attachment if own else group, "port")
        for service in stack.of(EcsService):
            listed = service.peek("loadBalancers")
            for number in range(len(listed) if isinstance(listed, list) else 0):
                place = f"loadBalancers[{number}]"
                if group in service.follow_all(f"{place}.targetGroupArn", TargetGroup):
                    server = Server(service.resource, stack)
                    yield Hop(server, service, f"{place}.containerPort")
