"""Bucket: S3, private, encrypted, versioned, over TLS only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args
from components.foundation.grant import SELF, Grant, on
from components.foundation.known import json_text


@dataclass(frozen=True)
class Writer:
    """An AWS service that may use a bucket by its own name, and not by a role.

    prefix: where its objects go, with the slash at its end; empty: anywhere.
    bucket_actions: what it asks of the bucket itself, e.g. `s3:GetBucketAcl`.
    """

    service: str
    prefix: str = ""
    actions: tuple[str, ...] = ("s3:PutObject",)
    bucket_actions: tuple[str, ...] = ()
    account: str = ""
    """The account on whose behalf it acts (`aws:SourceAccount`), where the service says so."""

    def statements(self, arn: pulumi.Input[str]) -> list[dict[str, Any]]:
        """What the bucket's policy allows the service."""
        who: dict[str, Any] = {"Effect": "Allow", "Principal": {"Service": self.service}}
        if self.account:
            who["Condition"] = {"StringEquals": {"aws:SourceAccount": self.account}}
        objects = pulumi.Output.concat(arn, "/", self.prefix, "*")
        found = [{**who, "Action": list(self.actions), "Resource": objects}]
        if self.bucket_actions:
            found.append({**who, "Action": list(self.bucket_actions), "Resource": arn})
        return found


class BucketArgs(Args):
    """Settings of a bucket. Source: S3 user guide; sheets 17, 37, 74."""

    versioned: bool = True
    """Old versions are kept when an object is overwritten or deleted."""

    expire_old_versions_days: int = Field(default=90, ge=1, le=3650)
    """Days after which old versions go."""

    expire_days: int | None = Field(default=None, ge=1, le=3650)
    """Days after which objects go; never when left out."""

    events: bool = False
    """Whether changes of objects are told to EventBridge's default bus."""

    writers: tuple[Any, ...] = ()
    """`Writer`s: AWS services that put objects without a role."""

    environment_key: bool = True
    """Whether objects are encrypted with the environment's KMS key, where it has one. Load
    balancers write logs only to buckets with S3's own keys."""


class Bucket(Component):
    """A bucket. `bucket_name`, `arn`, `writable_name` (Output[str]; known once the policy stands).

    Children: `bucket`, `public_access`, `ownership`, `encryption`, `versioning`, `policy`,
    `lifecycle`, `notification`.
    """

    bucket_name: pulumi.Output[str]
    arn: pulumi.Output[str]
    writable_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        told = {"access": _policy(SELF, args.writers)}
        super().__init__("palisade:foundation:Bucket", name, args, opts, told)
        self.bucket = aws.s3.Bucket(
            name,
            opts=pulumi.ResourceOptions(parent=self, protect=self.settings.protect or None),
        )
        self.bucket_name, self.arn = self.bucket.id, self.bucket.arn
        self.public_access = aws.s3.BucketPublicAccessBlock(
            f"{name}-private",
            bucket=self.bucket_name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.own,
        )
        self.ownership = aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=self.bucket_name,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self.own,
        )
        key = self.settings.kms_key_arn if args.environment_key else None
        self.encryption = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=self.bucket_name,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms" if key is not None else "AES256",
                        "kms_master_key_id": key,
                    },
                    "bucket_key_enabled": key is not None,
                }
            ],
            opts=self.own,
        )
        self.versioning = aws.s3.BucketVersioning(
            f"{name}-versions",
            bucket=self.bucket_name,
            versioning_configuration={"status": "Enabled" if args.versioned else "Suspended"},
            opts=self.own,
        )
        self.policy = aws.s3.BucketPolicy(
            f"{name}-access",
            bucket=self.bucket_name,
            policy=json_text(_policy(self.arn, args.writers)),
            # S3 refuses two changes of a bucket's access at the same time.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.public_access]),
        )
        # A service that finds no policy yet refuses to write: it takes the name from here.
        self.writable_name = self.policy.bucket
        self.lifecycle = aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=self.bucket_name,
            rules=_lifecycle(args),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.versioning]),
        )
        self.notification = (
            aws.s3.BucketNotification(
                f"{name}-events", bucket=self.bucket_name, eventbridge=True, opts=self.own
            )
            if args.events
            else None
        )
        self.register_outputs({})

    def read(self, prefix: str = "") -> Grant:
        """Permission to get objects under `prefix`."""
        return on(self.bucket, self.arn, "s3:GetObject", paths=(f"/{prefix}*",))

    def write(self, prefix: str = "") -> Grant:
        """Permission to put objects under `prefix`."""
        return on(self.bucket, self.arn, "s3:PutObject", paths=(f"/{prefix}*",))

    def list(self, prefix: str = "") -> Grant:
        """Permission to list the keys under `prefix`."""
        condition = {"StringLike": {"s3:prefix": f"{prefix}*"}} if prefix else None
        return on(self.bucket, self.arn, "s3:ListBucket", condition=condition)


def _policy(arn: pulumi.Input[str], writers: tuple[Writer, ...]) -> dict[str, Any]:
    tls_only = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, pulumi.Output.concat(arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    allowed = [statement for writer in writers for statement in writer.statements(arn)]
    return {"Version": "2012-10-17", "Statement": [tls_only, *allowed]}


def _lifecycle(args: BucketArgs) -> Any:
    rules: list[dict[str, Any]] = [
        {
            "id": "unfinished-uploads-and-old-versions",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": args.expire_old_versions_days},
        }
    ]
    if args.expire_days:
        rules.append(
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": args.expire_days},
            }
        )
    return rules
