"""Parameters, secrets, keys, roles, functions, queues and tables that are said to exist."""

from collections.abc import Mapping
from typing import Any

from offline.provider.functions.lookup import Lookup
from offline.provider.kinds.kind import WHEN


def parameter(lookup: Lookup) -> Mapping[str, Any]:
    """Public parameters have a value of the right form, others a made-up one."""
    name = lookup.one_of("name")
    value = f"ami-{lookup.hex(17)}" if "/ami-" in name or "/ami/" in name else f"offline:{name}"
    return {
        "id": name,
        "name": name,
        "arn": lookup.arn("ssm", f"parameter/{name.lstrip('/')}"),
        "type": "String",
        "value": value,
        "insecureValue": value,
        "version": 1,
    }


def secret(lookup: Lookup) -> Mapping[str, Any]:
    given = lookup.one_of("arn", "name")
    arn = given if given.startswith("arn:") else _secret_arn(lookup, given)
    return {
        "id": arn,
        "arn": arn,
        "name": arn.rpartition(":secret:")[2].rpartition("-")[0],
        "createdDate": WHEN,
        "description": "",
        "kmsKeyId": "",
        "lastChangedDate": WHEN,
        "policy": "",
        "tags": {},
        "type": "",
    }


def _secret_arn(lookup: Lookup, name: str) -> str:
    return lookup.arn("secretsmanager", f"secret:{name}-{lookup.hex(6, name)}")


def secret_version(lookup: Lookup) -> Mapping[str, Any]:
    given = lookup.one_of("secretId")
    version = lookup.get("versionId", lookup.uuid())
    arn = given if given.startswith("arn:") else _secret_arn(lookup, given)
    return {
        "id": f"{given}|{lookup.get('versionStage', 'AWSCURRENT')}",
        "arn": arn,
        "secretArn": arn,
        "createdDate": WHEN,
        "secretBinary": "",
        "secretString": '{"username": "offline", "password": "offline"}',
        "versionId": version,
        "versionStage": lookup.get("versionStage", "AWSCURRENT"),
        "versionStages": [lookup.get("versionStage", "AWSCURRENT")],
    }


def _key_arn(lookup: Lookup, given: str) -> str:
    if given.startswith("arn:"):
        return given
    id_ = lookup.uuid() if given.startswith("alias/") else given
    return lookup.arn("kms", f"key/{id_}")


def key(lookup: Lookup) -> Mapping[str, Any]:
    given = lookup.one_of("keyId")
    arn = _key_arn(lookup, given)
    return {
        "id": arn.rpartition("/")[2],
        "arn": arn,
        "awsAccountId": lookup.instance.account,
        "cloudHsmClusterId": "",
        "creationDate": WHEN,
        "customKeyStoreId": "",
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "deletionDate": "",
        "description": "",
        "enabled": True,
        "expirationModel": "",
        "keyManager": "CUSTOMER",
        "keySpec": "SYMMETRIC_DEFAULT",
        "keyState": "Enabled",
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": False,
        "multiRegionConfigurations": [],
        "origin": "AWS_KMS",
        "pendingDeletionWindowInDays": 0,
        "validTo": "",
        "xksKeyConfigurations": [],
    }


def alias(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    arn = lookup.arn("kms", name)
    return {
        "id": arn,
        "arn": arn,
        "targetKeyArn": lookup.arn("kms", f"key/{lookup.uuid()}"),
        "targetKeyId": lookup.uuid(),
    }


def role(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    i = lookup.instance
    return {
        "id": name,
        "name": name,
        "arn": f"arn:{i.partition}:iam::{i.account}:role/{name}",
        "assumeRolePolicy": '{"Version":"2012-10-17","Statement":[]}',
        "createDate": WHEN,
        "description": "",
        "maxSessionDuration": 3600,
        "path": "/",
        "permissionsBoundary": "",
        "roleLastUseds": [],
        "tags": {},
        "uniqueId": f"AROA{lookup.letters(17)}",
    }


def policy(lookup: Lookup) -> Mapping[str, Any]:
    i = lookup.instance
    given = lookup.one_of("arn", "name")
    arn = (
        given if given.startswith("arn:") else f"arn:{i.partition}:iam::{i.account}:policy/{given}"
    )
    return {
        "id": arn,
        "arn": arn,
        "attachmentCount": 0,
        "description": "",
        "name": arn.rpartition("/")[2],
        "path": "/",
        "policy": '{"Version":"2012-10-17","Statement":[]}',
        "policyId": f"ANPA{lookup.letters(17)}",
        "tags": {},
    }


def queue(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    i = lookup.instance
    url = f"https://sqs.{i.region}.{i.dns_suffix}/{i.account}/{name}"
    return {"id": url, "arn": lookup.arn("sqs", name), "url": url, "name": name, "tags": {}}


def topic(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    arn = lookup.arn("sns", name)
    return {"id": arn, "arn": arn, "name": name, "tags": {}}


def bus(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    return {
        "id": name,
        "name": name,
        "arn": lookup.arn("events", f"event-bus/{name}"),
        "deadLetterConfigs": [],
        "description": "",
        "kmsKeyIdentifier": "",
        "logConfigs": [],
    }


def log_group(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    return {
        "id": name,
        "name": name,
        "arn": lookup.arn("logs", f"log-group:{name}"),
        "creationTime": 1767225600000,
        "deletionProtectionEnabled": False,
        "kmsKeyId": "",
        "logGroupClass": "STANDARD",
        "retentionInDays": 0,
        "tags": {},
    }


def bucket(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("bucket")
    i = lookup.instance
    return {
        "id": name,
        "arn": f"arn:{i.partition}:s3:::{name}",
        "bucketDomainName": f"{name}.s3.{i.dns_suffix}",
        "bucketRegion": i.region,
        "bucketRegionalDomainName": f"{name}.s3.{i.region}.{i.dns_suffix}",
        "hostedZoneId": f"Z{lookup.letters(13)}",
        "websiteDomain": "",
        "websiteEndpoint": "",
    }


def repository(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.one_of("name")
    i = lookup.instance
    account = lookup.get("registryId", i.account)
    return {
        "id": name,
        "arn": f"arn:{i.partition}:ecr:{i.region}:{account}:repository/{name}",
        "encryptionConfigurations": [],
        "imageScanningConfigurations": [],
        "imageTagMutability": "MUTABLE",
        "imageTagMutabilityExclusionFilters": [],
        "mostRecentImageTags": [],
        "name": name,
        "registryId": account,
        "repositoryUrl": f"{account}.dkr.ecr.{i.region}.{i.dns_suffix}/{name}",
        "tags": {},
    }


FUNCTIONS = {
    "cloudwatch/getEventBus": bus,
    "cloudwatch/getLogGroup": log_group,
    "ecr/getRepository": repository,
    "iam/getPolicy": policy,
    "iam/getRole": role,
    "kms/getAlias": alias,
    "kms/getKey": key,
    "s3/getBucket": bucket,
    "secretsmanager/getSecret": secret,
    "secretsmanager/getSecretVersion": secret_version,
    "sns/getTopic": topic,
    "sqs/getQueue": queue,
    "ssm/getParameter": parameter,
}
