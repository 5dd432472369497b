"""Security groups that name each other: every hop is one rule out and one rule in."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.physical_name import fitting


class SecurityGroupArgs(Args):
    """A security group without rules: nothing in, nothing out."""

    vpc_id: Input[str]
    """Id of the VPC."""

    description: str
    """What carries the group; shown in the console, up to 255 characters."""


class SecurityGroup(Component):
    """A group whose rules are added hop by hop. `group_id` (Output[str]).

    The provider removes the rule that AWS adds to let everything out.

    Children: `group`, `rules`.
    """

    group_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: SecurityGroupArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:SecurityGroup", name, args, opts)
        self.group = aws.ec2.SecurityGroup(
            fitting(name, 255, reserved="sg-"),
            vpc_id=args.vpc_id,
            description=args.description,
            opts=self.own,
        )
        self.group_id = self.group.id
        self.rules: list[pulumi.Resource] = []
        self._reached: dict[tuple[Any, int], list[pulumi.Resource]] = {}
        self.register_outputs({})

    def reach(self, other: SecurityGroup, port: int) -> None:
        """Let members of this group connect to the other's: egress here, ingress there."""
        at = f"{self.name}-to-{other.name}-{port}"
        self.rules.append(_rule("out", at, self.group_id, port, self.own, group_id=other.group_id))
        at = f"{other.name}-from-{self.name}-{port}"
        other.rules.append(_rule("in", at, other.group_id, port, other.own, group_id=self.group_id))

    def reach_group(
        self, name: str, group_id: pulumi.Input[str], port: int
    ) -> list[pulumi.Resource]:
        """Let members connect to those of a group that is not made here; AWS takes a rule once."""
        if (group_id, port) not in self._reached:
            made = hop(f"{self.name}-to-{name}", self.group_id, group_id, port, self.own)
            self._reached[group_id, port] = made
            self.rules += made
        return self._reached[group_id, port]

    def admit(self, name: str, cidr: pulumi.Input[str], port: int, protocol: str = "tcp") -> None:
        """Let connections in from an address range (no range of the whole internet)."""
        self._admit(f"{name}-{port}", port, protocol, cidr=cidr)

    def admit_group(self, name: str, group_id: pulumi.Input[str], port: int) -> None:
        """Let connections in from a group that is not made here."""
        self._admit(f"{name}-{port}", port, group_id=group_id)

    def admit_list(
        self, name: str, prefix_list_id: pulumi.Input[str], port: int, protocol: str = "tcp"
    ) -> None:
        """Let connections in from the address ranges of a prefix list."""
        self._admit(f"{name}-{protocol}-{port}", port, protocol, prefix_list_id=prefix_list_id)

    def _admit(
        self, name: str, port: int, protocol: str = "tcp", **source: pulumi.Input[str]
    ) -> None:
        at = f"{self.name}-from-{name}"
        self.rules.append(_rule("in", at, self.group_id, port, self.own, protocol, **source))

    def exit_to(self, name: str, cidr: pulumi.Input[str], port: int, protocol: str = "tcp") -> None:
        """Let connections out to an address range."""
        at = f"{self.name}-to-{name}-{port}"
        self.rules.append(_rule("out", at, self.group_id, port, self.own, protocol, cidr=cidr))


def hop(
    name: str,
    source_id: pulumi.Input[str],
    target_id: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Let one group connect to another by their ids, wherever they were made: one rule each."""
    return [
        _rule("out", f"{name}-out-{port}", source_id, port, opts, group_id=target_id),
        _rule("in", f"{name}-in-{port}", target_id, port, opts, group_id=source_id),
    ]


def _rule(
    way: Literal["out", "in"],
    name: str,
    of: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
    protocol: str = "tcp",
    *,
    cidr: pulumi.Input[str] | None = None,
    group_id: pulumi.Input[str] | None = None,
    prefix_list_id: pulumi.Input[str] | None = None,
) -> pulumi.Resource:
    """A rule of the group `of`, towards one range, group or list or from it."""
    out = way == "out"
    kind = aws.vpc.SecurityGroupEgressRule if out else aws.vpc.SecurityGroupIngressRule
    return kind(
        name,
        security_group_id=of,
        ip_protocol=protocol,
        from_port=port,
        to_port=port,
        cidr_ipv4=cidr,
        referenced_security_group_id=group_id,
        prefix_list_id=prefix_list_id,
        opts=opts,
    )
