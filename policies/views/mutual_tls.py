"""Views of what stands in front of a private API: balancers that ask for client certificates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies.values import UNKNOWN
from policies.view import Stack, View
from policies.views.private_link import SecurityGroup, VpcEndpoint


def _both(name: str) -> tuple[str, ...]:
    low = name[0].lower() + name[1:]
    return (f"aws:lb/{low}:{name}", f"aws:alb/{low}:{name}")


class LoadBalancer(View):
    """`aws.lb.LoadBalancer`."""

    token = _both("LoadBalancer")

    @property
    def internal(self) -> bool:
        return self.flag("internal")

    @property
    def groups(self) -> set[SecurityGroup | str]:
        """Its security groups: those of this stack, and the ids of others."""
        listed = self.peek("securityGroups")
        ids = {g for g in listed if isinstance(g, str)} if isinstance(listed, (list, tuple)) else ()
        return {*self.follow_all("securityGroups", SecurityGroup), *ids}


class TargetGroup(View):
    """`aws.lb.TargetGroup`."""

    token = _both("TargetGroup")

    @property
    def target_type(self) -> str:
        """`instance`, `ip`, `lambda` or `alb`."""
        return self.text("targetType", "instance")


class Forwarding(View):
    """What may send requests to target groups: a listener or one of its rules."""

    ACTIONS = "actions"

    def forwards(self) -> list[TargetGroup]:
        """The target groups of this stack that its actions forward to."""
        actions = self.peek(self.ACTIONS)
        if actions is UNKNOWN or not isinstance(actions, (list, tuple)):
            return self.follow_all(self.ACTIONS, TargetGroup)
        found: dict[TargetGroup, None] = {}
        for number, action in enumerate(actions):
            for path in _group_paths(f"{self.ACTIONS}[{number}]", action):
                found.update(dict.fromkeys(self.follow_all(path, TargetGroup)))
        return list(found)


def _group_paths(path: str, action: Any) -> Iterator[str]:
    if not isinstance(action, dict):
        return
    if action.get("targetGroupArn") is not None:
        yield f"{path}.targetGroupArn"
    several = action.get("forward")
    groups = several.get("targetGroups") if isinstance(several, dict) else None
    for number in range(len(groups) if isinstance(groups, (list, tuple)) else 0):
        yield f"{path}.forward.targetGroups[{number}].arn"


class Listener(Forwarding):
    """`aws.lb.Listener`."""

    token = _both("Listener")
    ACTIONS = "defaultActions"

    @property
    def protocol(self) -> str:
        """`HTTP`, `HTTPS`, `TCP`, `TLS` …; empty where nothing is set."""
        return self.text("protocol").upper()

    @property
    def mode(self) -> str:
        """What is done with client certificates: `off`, `passthrough` or `verify`."""
        return self.text("mutualAuthentication.mode", "off").lower() or "off"

    @property
    def has_trust_store(self) -> bool:
        """Whether a trust store is named, known or not."""
        return self.peek("mutualAuthentication.trustStoreArn") not in (None, "")

    @property
    def ignores_expiry(self) -> bool:
        return self.flag("mutualAuthentication.ignoreClientCertificateExpiry")

    @property
    def balancers(self) -> list[LoadBalancer]:
        return self.follow_all("loadBalancerArn", LoadBalancer)

    @property
    def rules(self) -> list[ListenerRule]:
        """The rules of this stack on the listener."""
        assert self.stack is not None  # noqa: S101  stack rules alone ask
        return self.stack.naming(ListenerRule, "listenerArn", self)

    def all_forwards(self) -> list[TargetGroup]:
        """Where its default actions and rules forward to."""
        sources: list[Forwarding] = [self, *self.rules]
        return list(dict.fromkeys(group for source in sources for group in source.forwards()))


class ListenerRule(Forwarding):
    """`aws.lb.ListenerRule`."""

    token = _both("ListenerRule")

    @property
    def listeners(self) -> list[Listener]:
        return self.follow_all("listenerArn", Listener)

    @property
    def rewrites_host(self) -> bool:
        """Whether a transform puts another Host in."""
        return any(
            isinstance(entry, dict) and entry.get("hostHeaderRewriteConfig") is not None
            for entry in self._transforms()
        )

    def _transforms(self) -> list[Any]:
        value = self.peek("transforms")
        if value is UNKNOWN:
            self.read("transforms")
        return list(value) if isinstance(value, (list, tuple)) else []


class Attachment(View):
    """`aws.lb.TargetGroupAttachment`: one target of a group."""

    token = _both("TargetGroupAttachment")

    @property
    def groups(self) -> list[TargetGroup]:
        return self.follow_all("targetGroupArn", TargetGroup)


@dataclass(frozen=True)
class Front:
    """A listener in verify mode, and the endpoint of private APIs that it forwards to."""

    listener: Listener
    sources: tuple[Forwarding, ...]
    """The listener and those of its rules that forward there."""
    endpoint: VpcEndpoint


def fronts(stack: Stack) -> Iterator[Front]:
    """Every listener in verify mode in front of an `execute-api` endpoint of the stack.

    Listeners whose mode is not known are left out: other rules say so.
    """
    leading = stack.once(_endpoints_behind)
    if not leading:
        return
    for listener in stack.of(Listener):
        if not listener.known("mutualAuthentication.mode") or listener.mode != "verify":
            continue
        ways: dict[VpcEndpoint, list[Forwarding]] = {}
        for source in (listener, *listener.rules):
            behind = (
                endpoint for group in source.forwards() for endpoint in leading.get(group, ())
            )
            for endpoint in dict.fromkeys(behind):
                ways.setdefault(endpoint, []).append(source)
        for endpoint in sorted(ways, key=lambda one: one.urn):
            if endpoint.for_apis:
                yield Front(listener, tuple(ways[endpoint]), endpoint)


def _endpoints_behind(stack: Stack) -> dict[TargetGroup, list[VpcEndpoint]]:
    """Target group → the endpoints of which it has an address: taken from them, or the same in
    their VPC."""
    by_address: dict[str, list[VpcEndpoint]] = defaultdict(list)
    for endpoint in stack.of(VpcEndpoint):
        for address in endpoint.addresses:
            by_address[address].append(endpoint)
    found: dict[TargetGroup, list[VpcEndpoint]] = defaultdict(list)
    for attachment in stack.of(Attachment):
        behind = attachment.resource.property_dependencies.get("targetId", ())
        made = [stack.get(urn) for urn in behind]
        taken = [VpcEndpoint(r, stack) for r in made if r and r.type in VpcEndpoint.tokens()]
        address = attachment.peek("targetId")
        same = by_address.get(address, ()) if isinstance(address, str) else ()
        for group in attachment.groups:
            found[group] += [*taken, *(one for one in same if _vpc(group) == _vpc(one))]
    return dict(found)


def _vpc(view: View) -> Any:
    """What tells one VPC from another: its id or, before that is known, where it comes from."""
    value = view.peek("vpcId")
    if value is UNKNOWN:
        return frozenset(view.resource.property_dependencies.get("vpcId", ()))
    return value
