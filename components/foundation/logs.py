"""Log groups as the environment keeps them, and the permission to write to one."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.foundation.grant import AddedGrant, GrantArgs, on
from components.settings import Settings


def log_group(
    name: str,
    settings: Settings,
    opts: pulumi.ResourceOptions,
    *,
    prefix: str | None = None,
    exactly: pulumi.Input[str] | None = None,
) -> aws.cloudwatch.LogGroup:
    """A group with the environment's retention and key.

    prefix: what its name begins with. exactly: its name, where a service writes to no other.
    """
    return aws.cloudwatch.LogGroup(
        name,
        name=exactly,
        name_prefix=prefix,
        retention_in_days=settings.log_retention_days,
        kms_key_id=settings.kms_key_arn,
        opts=opts,
    )


def may_log(
    name: str,
    role: aws.iam.Role,
    group: aws.cloudwatch.LogGroup,
    opts: pulumi.ResourceOptions,
    *more: str,
) -> AddedGrant:
    """Lets `role` write to the group. more: further actions on it, e.g. of a service that looks
    before it writes."""
    actions = ("logs:CreateLogStream", "logs:PutLogEvents", *more)
    grant = on(group, group.arn, *actions, paths=(":*",))
    return AddedGrant(name, GrantArgs(role_name=role.name, grants=(grant,)), opts)
