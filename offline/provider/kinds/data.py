"""S3, DynamoDB, Kinesis, Firehose, Glue, Athena, OpenSearch and EFS."""

import hashlib
import json
from typing import Any

from offline.provider.kinds.kind import WHEN, Kind, arn, by_arn, with_arn

_S3_ZONES = {
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "us-east-1": "Z3AQBSTGFJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-2": "Z3BJ6K6RIION7M",
}
_STREAM_LABEL = "2026-01-01T00:00:00.000"
_BUCKET_SETTINGS = (
    "BucketAccelerateConfiguration", "BucketCorsConfiguration", "BucketLifecycleConfiguration",
    "BucketLogging", "BucketNotification", "BucketObjectLockConfiguration",
    "BucketOwnershipControls", "BucketPolicy", "BucketPublicAccessBlock",
    "BucketReplicationConfig", "BucketRequestPaymentConfiguration",
    "BucketServerSideEncryptionConfiguration", "BucketVersioning",
)  # fmt: skip


def _bucket_zone(answer: Any) -> str:
    return _S3_ZONES.get(answer["region"]) or answer.render("Z{capitals:13}", "zone")


def _object_etag(answer: Any) -> str:
    content = [answer.get(name) for name in ("content", "contentBase64", "source", "sourceHash")]
    return hashlib.md5(json.dumps(content).encode(), usedforsecurity=False).hexdigest()


def _object_version(answer: Any) -> str:
    return answer.render("{letters:32}", f"version of {_object_etag(answer)}")


def _stream_arn(answer: Any) -> str:
    return f"{answer['arn']}/stream/{_STREAM_LABEL}" if answer.get("streamEnabled") else ""


_BUCKET = Kind(
    id="{bucket}",
    values={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.{dns_suffix}",
        "bucketRegion": "{region}",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.{dns_suffix}",
        "hostedZoneId": _bucket_zone,
        "requestPayer": "BucketOwner",
        "websiteDomain": "",
        "websiteEndpoint": "",
    },
    defaults={"forceDestroy": False},
    forced_new=("objectLockEnabled",),
)
_OBJECT = Kind(
    id="{bucket}/{key}",
    values={
        "arn": "arn:{partition}:s3:::{bucket}/{key}",
        "key": "{name}",
        "contentType": "application/octet-stream",
        "etag": _object_etag,
        "serverSideEncryption": "AES256",
        "storageClass": "STANDARD",
        "versionId": _object_version,
    },
    defaults={"forceDestroy": False},
    changing={"etag": ("content", "contentBase64", "source", "sourceHash"),
              "versionId": ("content", "contentBase64", "source", "sourceHash")},
    forced_new=("bucket", "key"),
)  # fmt: skip

KINDS: dict[str, Kind] = {
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketV2:BucketV2": _BUCKET,
    "aws:s3/bucketObject:BucketObject": _OBJECT,
    "aws:s3/bucketObjectv2:BucketObjectv2": _OBJECT,
    **{
        f"aws:s3/b{name[1:]}:{name}": Kind(id="{bucket}", forced_new=("bucket",))
        for name in _BUCKET_SETTINGS
    },
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": Kind(
        id="{bucket}",
        values={
            "websiteDomain": "s3-website-{region}.{dns_suffix}",
            "websiteEndpoint": "{bucket}.s3-website-{region}.{dns_suffix}",
        },
        forced_new=("bucket",),
    ),
    "aws:s3/accessPoint:AccessPoint": Kind(
        id="{account}:{name}",
        values={
            "arn": arn("s3", "accesspoint/{name}"),
            "accountId": "{account}",
            "bucketAccountId": "{account}",
            "alias": "{name}-{letters:34}-s3alias",
            "domainName": "{name}-{account}.s3-accesspoint.{region}.{dns_suffix}",
            "networkOrigin": lambda a: "VPC" if a.get("vpcConfiguration") else "Internet",
        },
    ),
    "aws:dynamodb/table:Table": Kind(
        values={
            "arn": arn("dynamodb", "table/{name}"),
            "streamArn": _stream_arn,
            "streamLabel": lambda a: _STREAM_LABEL if a.get("streamEnabled") else "",
            "pointInTimeRecovery": {"enabled": False, "recoveryPeriodInDays": 0},
            "serverSideEncryption": lambda _: {"enabled": False, "kmsKeyArn": ""},
            "ttl": {"enabled": False, "attributeName": ""},
        },
        defaults={"billingMode": "PROVISIONED"},
        changing={"streamArn": ("streamEnabled", "streamViewType"),
                  "streamLabel": ("streamEnabled", "streamViewType")},
        forced_new=("hashKey", "importTable", "localSecondaryIndexes", "rangeKey"),
    ),
    "aws:dynamodb/tableItem:TableItem": Kind(
        id="{tableName}|{hashKey}|{hashKeyValue}", forced_new=("hashKey", "rangeKey", "tableName")
    ),
    "aws:kinesis/stream:Stream": Kind(
        id="{arn}",
        values={
            "arn": arn("kinesis", "stream/{name}"),
            "streamModeDetails": {"streamMode": "PROVISIONED"},
            "maxRecordSizeInKib": 1024,
        },
        defaults={"encryptionType": "NONE", "enforceConsumerDeletion": False,
                  "retentionPeriod": 24},
    ),
    "aws:kinesis/streamConsumer:StreamConsumer": Kind(
        id="{arn}",
        values={"arn": "{streamArn}/consumer/{name}:1767225600", "creationTimestamp": WHEN},
        forced_new=("streamArn",),
    ),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": Kind(
        id="{arn}",
        values={
            "arn": arn("firehose", "deliverystream/{name}"),
            "destinationId": "destinationId-000000000001",
            "versionId": lambda a: str(int(a.before.get("versionId", 0)) + 1),
        },
        changing={"versionId": ("*",)},
        forced_new=("destination", "kinesisSourceConfiguration", "mskSourceConfiguration"),
    ),
    "aws:glue/catalogDatabase:CatalogDatabase": Kind(
        id="{catalogId}:{name}",
        values={"catalogId": "{account}", "arn": arn("glue", "database/{name}")},
        forced_new=("catalogId",),
    ),
    "aws:glue/catalogTable:CatalogTable": Kind(
        id="{catalogId}:{databaseName}:{name}",
        values={"catalogId": "{account}", "arn": arn("glue", "table/{databaseName}/{name}")},
        forced_new=("catalogId", "databaseName"),
    ),
    "aws:glue/registry:Registry": by_arn("glue", "registry/{registryName}"),
    "aws:glue/schema:Schema": Kind(
        id="{arn}",
        values={
            "registryArn": arn("glue", "registry/default-registry"),
            "registryName": lambda a: str(a["registryArn"]).rpartition("/")[2],
            "arn": arn("glue", "schema/{registryName}/{schemaName}"),
            "latestSchemaVersion": lambda a: int(a.before.get("latestSchemaVersion", 0)) + 1,
            "nextSchemaVersion": lambda a: int(a.before.get("nextSchemaVersion", 1)) + 1,
            "schemaCheckpoint": 1,
        },
        changing={"latestSchemaVersion": ("schemaDefinition",),
                  "nextSchemaVersion": ("schemaDefinition",)},
        forced_new=("dataFormat", "registryArn", "schemaName"),
    ),
    "aws:glue/crawler:Crawler": with_arn(None, "glue", "crawler/{name}"),
    "aws:glue/job:Job": with_arn(None, "glue", "job/{name}"),
    "aws:glue/trigger:Trigger": with_arn(None, "glue", "trigger/{name}", state="CREATED"),
    "aws:glue/workflow:Workflow": with_arn(None, "glue", "workflow/{name}"),
    "aws:athena/workgroup:Workgroup": Kind(
        values={"arn": arn("athena", "workgroup/{name}")},
        defaults={"forceDestroy": False, "state": "ENABLED"},
    ),
    "aws:athena/namedQuery:NamedQuery": Kind(
        id="{uuid}", defaults={"workgroup": "primary"},
        forced_new=("database", "description", "query", "workgroup"),
    ),
    "aws:athena/database:Database": Kind(id="{name}", forced_new=("bucket",)),
    "aws:athena/dataCatalog:DataCatalog": with_arn(None, "athena", "datacatalog/{name}"),
    "aws:opensearch/domain:Domain": Kind(
        id="{arn}",
        values={
            "arn": arn("es", "domain/{domainName}"),
            "domainId": "{account}/{domainName}",
            "endpoint": "search-{domainName}-{letters:26}.{region}.es.{dns_suffix}",
            "dashboardEndpoint": "{endpoint}/_dashboards",
        },
        forced_new=("domainName",),
    ),
    "aws:efs/fileSystem:FileSystem": Kind(
        id="fs-{hex:17}",
        values={
            "arn": arn("elasticfilesystem", "file-system/{id}"),
            "dnsName": "{id}.efs.{region}.{dns_suffix}",
            "ownerId": "{account}",
            "creationToken": "terraform-{digits:26}",
        },
    ),
    "aws:efs/accessPoint:AccessPoint": Kind(
        id="fsap-{hex:17}",
        values={
            "arn": arn("elasticfilesystem", "access-point/{id}"),
            "fileSystemArn": arn("elasticfilesystem", "file-system/{fileSystemId}"),
            "ownerId": "{account}",
        },
    ),
    "aws:efs/mountTarget:MountTarget": Kind(
        id="fsmt-{hex:17}",
        values={
            "dnsName": "{fileSystemId}.efs.{region}.{dns_suffix}",
            "networkInterfaceId": "eni-{hex:17}",
            "ipAddress": "10.0.0.10",
        },
    ),
}  # fmt: skip
