"""Security groups that name each other: every hop is one rule out and one rule in."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input


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
            name,
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
        self.rules.append(
            aws.vpc.SecurityGroupEgressRule(
                f"{self.name}-to-{other.name}-{port}",
                security_group_id=self.group_id,
                referenced_security_group_id=other.group_id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                opts=self.own,
            )
        )
        other.rules.append(
            aws.vpc.SecurityGroupIngressRule(
                f"{other.name}-from-{self.name}-{port}",
                security_group_id=other.group_id,
                referenced_security_group_id=self.group_id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                opts=other.own,
            )
        )

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
        self._admit(f"{name}-{port}", port, protocol, cidr_ipv4=cidr)

    def admit_group(self, name: str, group_id: pulumi.Input[str], port: int) -> None:
        """Let connections in from a group that is not made here."""
        self._admit(f"{name}-{port}", port, "tcp", referenced_security_group_id=group_id)

    def admit_list(
        self, name: str, prefix_list_id: pulumi.Input[str], port: int, protocol: str = "tcp"
    ) -> None:
        """Let connections in from the address ranges of a prefix list."""
        self._admit(f"{name}-{protocol}-{port}", port, protocol, prefix_list_id=prefix_list_id)

    def _admit(
        self,
        name: str,
        port: int,
        protocol: str,
        cidr_ipv4: pulumi.Input[str] | None = None,
        prefix_list_id: pulumi.Input[str] | None = None,
        referenced_security_group_id: pulumi.Input[str] | None = None,
    ) -> None:
        self.rules.append(
            aws.vpc.SecurityGroupIngressRule(
                f"{self.name}-from-{name}",
                security_group_id=self.group_id,
                ip_protocol=protocol,
                from_port=port,
                to_port=port,
                cidr_ipv4=cidr_ipv4,
                prefix_list_id=prefix_list_id,
                referenced_security_group_id=referenced_security_group_id,
                opts=self.own,
            )
        )

    def exit_to(self, name: str, cidr: pulumi.Input[str], port: int, protocol: str = "tcp") -> None:
        """Let connections out to an address range."""
        self.rules.append(
            aws.vpc.SecurityGroupEgressRule(
                f"{self.name}-to-{name}-{port}",
                security_group_id=self.group_id,
                cidr_ipv4=cidr,
                ip_protocol=protocol,
                from_port=port,
                to_port=port,
                opts=self.own,
            )
        )


def hop(
    name: str,
    source_id: pulumi.Input[str],
    target_id: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Let one group connect to another by their ids, wherever they were made: one rule each."""
    rule = {"ip_protocol": "tcp", "from_port": port, "to_port": port}
    out = aws.vpc.SecurityGroupEgressRule(
        f"{name}-out-{port}",
        security_group_id=source_id,
        referenced_security_group_id=target_id,
        opts=opts,
        **rule,
    )
    into = aws.vpc.SecurityGroupIngressRule(
        f"{name}-in-{port}",
        security_group_id=target_id,
        referenced_security_group_id=source_id,
        opts=opts,
        **rule,
    )
    return [out, into]
