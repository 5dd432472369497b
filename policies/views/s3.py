"""Views of S3: buckets, their notifications and replication."""

from __future__ import annotations

from policies.view import View


class Bucket(View):
    """`aws.s3.Bucket`."""

    token = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")


class BucketNotification(View):
    """`aws.s3.BucketNotification`: what changes to objects start."""

    token = "aws:s3/bucketNotification:BucketNotification"

    @property
    def bucket(self) -> Bucket | None:
        return self.follow("bucket", Bucket)

    @property
    def eventbridge(self) -> bool:
        """Whether all changes also go to the default bus."""
        return self.flag("eventbridge")


class BucketReplication(View):
    """`aws.s3.BucketReplicationConfig`: copies of new objects in other buckets."""

    token = (
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
    )


class BucketPolicy(View):
    """`aws.s3.BucketPolicy`: who may use a bucket."""

    token = "aws:s3/bucketPolicy:BucketPolicy"

    @property
    def bucket(self) -> Bucket | None:
        return self.follow("bucket", Bucket)


class PublicAccess(View):
    """What opens a bucket, or keeps it shut."""

    token = (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketAcl:BucketAcl",
        "aws:s3/bucketAclV2:BucketAclV2",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
    )

    @property
    def blocks(self) -> bool:
        """Whether it is a `BucketPublicAccessBlock`."""
        return self.resource.type == self.token[0]

    @property
    def acl(self) -> str:
        """`private`, `public-read` …; empty where none is set."""
        return self.text("acl")


class BucketEncryption(View):
    """`aws.s3.BucketServerSideEncryptionConfiguration`: the key of new objects."""

    token = (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:"
        "BucketServerSideEncryptionConfigurationV2",
    )

    @property
    def key(self) -> object:
        """Id, ARN or alias of the KMS key, or UNKNOWN; None where S3 has keys of its own."""
        return self.peek("rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId")


class BucketCors(View):
    """`aws.s3.BucketCorsConfiguration`: which websites' scripts may use a bucket."""

    token = (
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
    )
