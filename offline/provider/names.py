"""Physical names, given at check as the real provider does, so that preview knows them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offline.provider import wire
from offline.provider.schema import ResourceType, Scalar

# Types whose physical name is not the property `name`.
NAME_PROPERTY = {
    "aws:elasticache/cluster:Cluster": "clusterId",
    "aws:mq/broker:Broker": "brokerName",
    "aws:msk/cluster:Cluster": "clusterName",
    "aws:msk/serverlessCluster:ServerlessCluster": "clusterName",
    "aws:rds/cluster:Cluster": "clusterIdentifier",
    "aws:rds/instance:Instance": "identifier",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:s3/bucketObject:BucketObject": "key",
    "aws:s3/bucketObjectv2:BucketObjectv2": "key",
    "aws:s3/bucketV2:BucketV2": "bucket",
    "aws:s3/directoryBucket:DirectoryBucket": "bucket",
}

# Longest name that AWS takes; 255 otherwise, as the real provider has it.
LONGEST = {
    "aws:appconfig/application:Application": 64,
    "aws:appconfig/configurationProfile:ConfigurationProfile": 128,
    "aws:appconfig/environment:Environment": 64,
    "aws:cloudwatch/eventApiDestination:EventApiDestination": 64,
    "aws:cloudwatch/eventArchive:EventArchive": 48,
    "aws:cloudwatch/eventConnection:EventConnection": 64,
    "aws:cloudwatch/eventRule:EventRule": 64,
    "aws:firehose/deliveryStream:DeliveryStream": 64,
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": 64,
    "aws:iam/policy:Policy": 128,
    "aws:iam/role:Role": 64,
    "aws:iam/rolePolicy:RolePolicy": 128,
    "aws:iam/user:User": 64,
    "aws:kinesis/stream:Stream": 128,
    "aws:lambda/function:Function": 64,
    "aws:lb/loadBalancer:LoadBalancer": 32,
    "aws:lb/targetGroup:TargetGroup": 32,
    "aws:alb/loadBalancer:LoadBalancer": 32,
    "aws:alb/targetGroup:TargetGroup": 32,
    "aws:lb/trustStore:TrustStore": 32,
    "aws:pipes/pipe:Pipe": 64,
    "aws:route53/resolverEndpoint:ResolverEndpoint": 64,
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": 64,
    "aws:route53/resolverRule:ResolverRule": 64,
    "aws:s3/bucket:Bucket": 63,
    "aws:s3/bucketV2:BucketV2": 63,
    "aws:scheduler/schedule:Schedule": 64,
    "aws:sfn/stateMachine:StateMachine": 80,
    "aws:sqs/queue:Queue": 80,
    "aws:ssm/document:Document": 128,
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": 40,
    "aws:vpclattice/resourceGateway:ResourceGateway": 40,
}
_NO_SUFFIX = {"aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"}
_PREFIXES = {"aws:kms/alias:Alias": "alias/"}
_LOWER_CASE = {"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"}
_FIFO = {"aws:sqs/queue:Queue": "fifoQueue", "aws:sns/topic:Topic": "fifoTopic"}
_SUFFIX_DIGITS = 7

DEFAULTS_KEY = "__defaults"
"""Where Pulumi's providers note which inputs they chose themselves."""


class NamingError(ValueError):
    """A name could not be given."""


@dataclass(frozen=True)
class Autonaming:
    """What the stack's `pulumi:autonaming` configuration asks for."""

    proposed: str = ""
    enforced: bool = False
    disabled: bool = False


def name_property(resource: ResourceType) -> str | None:
    """The input that the physical name goes into, where the type has one that may be left out."""
    name = NAME_PROPERTY.get(resource.token, "name")
    found = resource.inputs.get(name)
    if found is None or found.required or found.type != Scalar("string"):
        return None
    return name


def automatic_name(
    resource: ResourceType,
    logical_name: str,
    news: Mapping[str, Any],
    olds: Mapping[str, Any],
    seed: bytes,
    autonaming: Autonaming,
) -> tuple[str, str] | None:
    """(property, physical name) for a resource that was given none, or None.

    A name that was chosen at an earlier check is kept.
    """
    key = name_property(resource)
    if key is None or news.get(key) is not None or news.get(f"{key}Prefix") is not None:
        return None
    if key in (olds.get(DEFAULTS_KEY) or []) and olds.get(key):
        return key, wire.reveal(olds[key])
    if autonaming.disabled:
        raise NamingError(f'"{key}" is required, because automatic names are switched off')
    longest = LONGEST.get(resource.token, 255)
    fifo = ".fifo" if news.get(_FIFO.get(resource.token, "")) is True else ""
    if autonaming.enforced:
        return key, autonaming.proposed
    suffix = "" if resource.token in _NO_SUFFIX else _suffix(logical_name, seed)
    name = autonaming.proposed or f"{logical_name}{suffix}"
    name = _PREFIXES.get(resource.token, "") + name
    if resource.token in _LOWER_CASE:
        name = name.lower()
    if len(name) + len(fifo) > longest:
        raise NamingError(
            f'"{key}" would be "{name}{fifo}": {len(name) + len(fifo)} characters, '
            f"at most {longest} are allowed; give a shorter name"
        )
    return key, name + fifo


def _suffix(logical_name: str, seed: bytes) -> str:
    digest = hashlib.sha256(seed + logical_name.encode()).hexdigest()
    return f"-{digest[:_SUFFIX_DIGITS]}"
