"""All records that an API puts into a stream have the same partition key."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.service_integrations import ServiceIntegration


@rule(
    severity=Severity.MEDIUM,
    title="Every record has the same partition key",
    why="All of them go to one shard: more shards do not help, and writes above its limit fail.",
    fix="Take the key from the request, e.g. $request.header.x-device or $context.requestId.",
    source="sheet 60; https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html",
)
def constant_partition_key(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if integration.rest or integration.subtype != "Kinesis-PutRecord":
        return
    key = integration.request_parameters.get("PartitionKey")
    if key is UNKNOWN:
        raise Undecided(integration.resource, "requestParameters.PartitionKey")
    if isinstance(key, str) and key and "$" not in key:
        yield Finding(integration, "key", f"puts every record under the key {key}")
