"""Views of what people put private keys into."""

from __future__ import annotations

from policies.view import View


class KeyHolder(View):
    """What people put private keys into."""

    FIELDS = {  # noqa: RUF012
        "aws:acm/certificate:Certificate": "privateKey",
        "aws:apigateway/domainName:DomainName": "certificatePrivateKey",
        "aws:ec2/instance:Instance": "userData",
        "aws:iam/serverCertificate:ServerCertificate": "privateKey",
        "aws:s3/bucketObject:BucketObject": "content",
        "aws:s3/bucketObjectv2:BucketObjectv2": "content",
        "aws:secretsmanager/secretVersion:SecretVersion": "secretString",
        "aws:ssm/parameter:Parameter": "value",
    }
    token = tuple(FIELDS)

    @property
    def field(self) -> str:
        """The property that holds text."""
        return self.FIELDS[self.resource.type]
