"""Grants: who may do what to which resource, said once and in a way that preview can read.

The inline policy of every role is made from grants and from nothing else. A component sends its
grants as its inputs: the ARN of a resource is unknown at preview, but its URN (`nodes`) is not, so
guardrails know at preview which permission goes where.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.known import once_known

SELF = "self"
"""Stands in `resources` and `nodes` for what the holder of the role makes itself: its log group in
logs actions, the function or state machine in others. (Naming an own child would make the component
wait for the child and the child for the component.)"""


@dataclass(frozen=True)
class Grant:
    """Permission for `actions` on `resources`.

    resources: ARNs, or `*` for actions that have no resource level (then `reason` says so).
    nodes: URNs of the resources meant, in the same order.
    paths: what is appended to every ARN: `""` the resource itself, `/*`, `/index/*`, a key prefix.
    condition: an IAM condition block, operator -> key -> value(s).
    """

    actions: tuple[str, ...]
    resources: tuple[pulumi.Input[str], ...]
    nodes: tuple[pulumi.Input[str], ...] = ()
    paths: tuple[str, ...] = ("",)
    condition: Mapping[str, Mapping[str, Any]] | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if not (self.actions and self.resources and self.paths):
            raise ValueError("a grant names actions, resources and paths, at least one of each")
        if "*" in self.resources and not self.reason.strip():
            raise ValueError(f"{', '.join(self.actions)} on every resource needs a reason")

    def facts(self) -> dict[str, Any]:
        """The grant as a component's input."""
        facts: dict[str, Any] = {
            "actions": list(self.actions),
            "resources": list(self.resources),
            "nodes": list(self.nodes),
            "paths": list(self.paths),
        }
        if self.condition:
            facts["condition"] = self.condition
        if self.reason:
            facts["reason"] = self.reason
        return facts


def on(
    resource: pulumi.CustomResource,
    arn: pulumi.Input[str],
    *actions: str,
    paths: tuple[str, ...] = ("",),
    condition: Mapping[str, Mapping[str, Any]] | None = None,
) -> Grant:
    """A grant on one resource of this program."""
    return Grant(actions, (arn,), (resource.urn,), paths, condition)


def facts(grants: Sequence[Grant]) -> dict[str, Any]:
    """What a component that holds `grants` sends as its inputs."""
    return {"grants": [grant.facts() for grant in grants]}


def document(
    grants: Sequence[Grant], own: Mapping[str, pulumi.Input[str]] | None = None
) -> pulumi.Output[str]:
    """The IAM policy document of `grants`; `own` maps a service prefix to what SELF means there."""
    pairs = [[grant.facts(), _arns(grant, own or {})] for grant in grants]
    return once_known(pairs, _render)


def _arns(grant: Grant, own: Mapping[str, pulumi.Input[str]]) -> list[pulumi.Input[str]]:
    service = grant.actions[0].split(":")[0]
    if SELF in grant.resources and service not in own:
        raise ValueError(f"SELF says nothing here to {service}: only to {', '.join(own) or 'none'}")
    return [own[service] if arn == SELF else arn for arn in grant.resources]


def _render(pairs: list[list[Any]]) -> str:
    statements = []
    for grant, arns in pairs:
        resources = [arn if arn == "*" else arn + path for arn in arns for path in grant["paths"]]
        statement = {"Effect": "Allow", "Action": grant["actions"], "Resource": resources}
        if grant.get("condition"):
            statement["Condition"] = grant["condition"]
        statements.append(statement)
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


class GrantArgs(Args):
    """Permissions added to a role that exists already."""

    role_name: Input[str]
    """Name of the role."""

    grants: tuple[Any, ...]
    """`Grant`s that could not be known when the role was made."""


class AddedGrant(Component):
    """A grant that can only be made after its role: `palisade:foundation:Grant`."""

    def __init__(
        self, name: str, args: GrantArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:Grant", name, args, opts, facts(args.grants))
        self.policy = aws.iam.RolePolicy(
            f"{name}-policy", role=args.role_name, policy=document(args.grants), opts=self.own
        )
        self.register_outputs({})
