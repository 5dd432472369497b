"""The environment's KMS key: what a role needs of it besides the permission for the service."""

from __future__ import annotations

from collections.abc import Sequence

from components.foundation.grant import Grant
from components.settings import Settings

_ENCRYPTED = ("sqs", "sns", "s3", "kinesis", "dynamodb")
"""Services whose callers must be allowed to use the customer managed key behind a resource."""


def with_key(grants: Sequence[Grant], settings: Settings) -> tuple[Grant, ...]:
    """`grants`, and use of the environment's key where one of them needs it.

    Without it a queue or bucket with a customer managed key refuses a caller that may otherwise
    send (sheet 60; KMS developer guide, "Permissions for AWS services").
    """
    key = settings.kms_key_arn
    services = {action.split(":")[0] for grant in grants for action in grant.actions}
    if key is None or not services.intersection(_ENCRYPTED):
        return tuple(grants)
    uses = ("kms:GenerateDataKey", "kms:Decrypt")
    return (*grants, Grant(uses, (key,), reason="services use the key with the caller's rights"))
