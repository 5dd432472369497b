"""Roles: one for each thing that acts, trusted to one service, with the policy its grants make."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.args import Args, Input
from components.foundation.grant import Grant, document, facts
from components.foundation.key import with_key
from components.foundation.known import json_text
from components.foundation.physical_name import fitting
from components.settings import Context, context_of


class RoleArgs(Args):
    """A role that one AWS service takes on."""

    service: str
    """Service principal, e.g. `events.amazonaws.com`."""

    grants: tuple[Any, ...] = ()
    """`Grant`s: all that the role may do."""

    source_arn: Input[str] | None = None
    """ARN of the one resource the service may act for (`aws:SourceArn`)."""


class Role(Component):
    """A role for a rule's target, a pipe, an API's integration. `arn` (Output[str]) goes there.

    Where the service says on whose behalf it acts, the trust names the account
    (`aws:SourceAccount`) and the one resource, if it is given, so that nobody else's resource can
    make the service use the role (confused deputy).
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: RoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        grants = with_key(args.grants, context_of(opts).settings)
        told = facts(grants)
        if args.source_arn is not None:
            # The text waits for the ARN; guardrails read this before.
            told["trust"] = _trust(args.service, context_of(opts), args.source_arn)
        super().__init__("palisade:foundation:Role", name, args, opts, told)
        self.role = make_role(name, self.context, args.service, self.own, args.source_arn)
        self.policy = make_policy(name, self.role, grants, self.own)
        self.arn = self.role.arn
        self.register_outputs({})


def make_role(
    name: str,
    context: Context,
    service: str,
    opts: pulumi.ResourceOptions,
    source_arn: pulumi.Input[str] | None = None,
) -> aws.iam.Role:
    """The IAM role alone, trusted to `service`."""
    return aws.iam.Role(
        fitting(f"{name}-role", 64),
        assume_role_policy=trust(service, context, source_arn),
        permissions_boundary=context.settings.permissions_boundary_arn,
        opts=opts,
    )


def make_policy(
    name: str,
    role: aws.iam.Role,
    grants: Sequence[Grant],
    opts: pulumi.ResourceOptions,
    own: Mapping[str, pulumi.Input[str]] | None = None,
) -> aws.iam.RolePolicy | None:
    """The role's inline policy, or None where nothing is granted."""
    if not grants:
        return None
    return aws.iam.RolePolicy(
        fitting(f"{name}-policy", 128), role=role.name, policy=document(grants, own), opts=opts
    )


SAY_SOURCE = frozenset(
    {
        "events.amazonaws.com",
        "firehose.amazonaws.com",
        "pipes.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
    }
)
"""Services that give a source when they take on a role (each one's guide, "confused deputy"). A
condition would lock out the others: Lambda gives none, of API Gateway and AppSync nothing is
documented."""


def trust(
    service: str, context: Context, source_arn: pulumi.Input[str] | None = None
) -> pulumi.Input[str]:
    """The trust policy for `service`, for this account and this source only."""
    text = _trust(service, context, source_arn)
    return json.dumps(text) if source_arn is None else json_text(text)


def _trust(service: str, context: Context, source_arn: pulumi.Input[str] | None) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    if service in SAY_SOURCE:
        if context.account:
            conditions["StringEquals"] = {"aws:SourceAccount": context.account}
        if source_arn is not None:
            conditions["ArnEquals"] = {"aws:SourceArn": source_arn}
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    if conditions:
        statement["Condition"] = conditions
    return {"Version": "2012-10-17", "Statement": [statement]}
