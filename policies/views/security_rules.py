"""What security groups let in and out, in whatever of the three forms it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.private_link import SecurityGroup

_RANGES = ("cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds")
_GROUPS = ("referencedSecurityGroupId", "sourceSecurityGroupId", "securityGroups")
EVERYWHERE = ("0.0.0.0/0", "::/0")


class Rule(View):
    """A rule of its own: new form for one direction, old form for either."""

    token = (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
    )

    @property
    def inward(self) -> bool:
        """Whether it is about what comes in."""
        if self.resource.type == self.token[2]:
            return self.text("type") == "ingress"
        return self.resource.type == self.token[0]


@dataclass(frozen=True)
class Opening:
    """What one rule lets through."""

    group: SecurityGroup
    holder: View
    """The rule, or the group that has it inline."""
    at: str
    """Where in the holder it stands: empty, or `ingress[0].`."""

    def covers(self, port: float, protocol: str = "tcp") -> bool:
        """Whether connections (`tcp`) or datagrams (`udp`) to `port` may pass."""
        named = self._text("ipProtocol") or self._text("protocol")
        if named in ("-1", "all"):
            return True
        first, last = (self.holder.number(f"{self.at}{end}") for end in ("fromPort", "toPort"))
        numbers = {"tcp": "6", "udp": "17"}
        return named in (protocol, numbers[protocol]) and (first or 0) <= port <= (
            last or first or 0
        )

    @property
    def ranges(self) -> list[Any]:
        """Address ranges and prefix lists on the other side; a value may be `UNKNOWN`."""
        found: list[Any] = []
        for name in _RANGES:
            value = self.holder.peek(f"{self.at}{name}")
            found += value if isinstance(value, list) else [value]
        return [value for value in found if value not in (None, "")]

    @property
    def everywhere(self) -> bool:
        """Whether every address is on the other side."""
        return any(value in EVERYWHERE for value in self.ranges)

    @property
    def unknown_range(self) -> str:
        """Path of the first range that is not known; empty where all are."""
        paths = (f"{self.at}{name}" for name in _RANGES)
        return next((path for path in paths if not self.holder.known(path)), "")

    def names(self, groups: frozenset[str]) -> bool:
        """Whether one of `groups` (ids or URNs) is on the other side."""
        if self.holder.peek(f"{self.at}self") is True and self.group.urn in groups:
            return True
        for name in _GROUPS:
            value = self.holder.peek(f"{self.at}{name}")
            listed = value if isinstance(value, list) else [value]
            if groups & {one for one in listed if isinstance(one, str)}:
                return True
            followed = self.holder.follow_all(f"{self.at}{name}", SecurityGroup)
            if value is not None and groups & {one.urn for one in followed}:
                return True
        return False

    def _text(self, name: str) -> str:
        return self.holder.text(f"{self.at}{name}").lower()


class Ingress(View):
    """A security group, or a rule of its own: whatever says what comes in."""

    token = (*SecurityGroup.tokens(), Rule.token[0], Rule.token[2])

    def openings(self) -> Iterator[Opening]:
        """What it lets in itself; `openings` gives all that one group lets in."""
        own = SecurityGroup(self.resource, self.stack)
        if self.resource.type not in SecurityGroup.tokens():
            if Rule(self.resource, self.stack).inward:
                yield Opening(own, self, "")
            return
        inline = self.peek("ingress")
        if inline is UNKNOWN:
            raise Undecided(self.resource, "ingress")
        for number in range(len(inline) if isinstance(inline, list) else 0):
            yield Opening(own, self, f"ingress[{number}].")


def openings(group: SecurityGroup, stack: Stack, *, inward: bool) -> Iterator[Opening]:
    """All that the group lets in, or out. Raises `Undecided` where a rule is not known."""
    side = "ingress" if inward else "egress"
    inline = group.peek(side)
    if inline is UNKNOWN:
        raise Undecided(group.resource, side)
    for number in range(len(inline) if isinstance(inline, list) else 0):
        yield Opening(group, group, f"{side}[{number}].")
    for rule in stack.naming(Rule, "securityGroupId", group):
        if rule.inward == inward:
            yield Opening(group, rule, "")


def groups_named(view: View, prop: str) -> tuple[list[SecurityGroup], frozenset[str]]:
    """The groups of this stack that `prop` names, and all its groups as ids and URNs.

    Raises `Undecided` where one is of another stack, for its rules are not seen.
    """
    listed = view.peek(prop)
    if listed is None:
        return [], frozenset()
    followed = view.follow_all(prop, SecurityGroup)
    ids = {one for one in listed if isinstance(one, str)} if isinstance(listed, list) else set()
    own = {identity for group in followed for identity in group.identities()}
    if ids - own:
        raise Undecided(view.resource, prop, "names a security group of another stack")
    if not followed and listed != []:
        raise Undecided(view.resource, prop)
    return followed, frozenset(ids | {group.urn for group in followed})
