"""Views of Firehose: delivery streams, what they do to records, where they put them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, V, View
from policies.views.lambda_ import Function
from policies.views.s3 import Bucket

S3 = "extendedS3Configuration"
DESTINATIONS = (
    S3,
    "elasticsearchConfiguration",
    "httpEndpointConfiguration",
    "icebergConfiguration",
    "opensearchConfiguration",
    "opensearchserverlessConfiguration",
    "redshiftConfiguration",
    "snowflakeConfiguration",
    "splunkConfiguration",
)
"""Properties, one of which says where a stream delivers."""


class DeliveryStream(View):
    """`aws.kinesis.FirehoseDeliveryStream`."""

    token = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"

    @property
    def place(self) -> str:
        """The property with the destination; empty where there is none."""
        return next((prop for prop in DESTINATIONS if self.peek(prop) is not None), "")

    @property
    def to_bucket(self) -> bool:
        """Whether it delivers straight to S3."""
        return self.place == S3

    @property
    def direct(self) -> bool:
        """Whether producers put records; else it reads a Kinesis stream or Kafka."""
        sources = ("kinesisSourceConfiguration", "mskSourceConfiguration")
        return all(self.peek(source) is None for source in sources)

    @property
    def converts(self) -> bool:
        """Whether records become Parquet or ORC."""
        path = f"{S3}.dataFormatConversionConfiguration"
        return self.peek(path) is not None and self.flag(f"{path}.enabled", True)

    @property
    def partitions(self) -> bool:
        """Whether keys in the records choose the prefix (dynamic partitioning)."""
        return self.flag(f"{S3}.dynamicPartitioningConfiguration.enabled")

    @property
    def prefix(self) -> str:
        """What the keys of delivered objects begin with; may hold `!{…}` expressions."""
        return self.text(f"{S3}.prefix")

    @property
    def error_prefix(self) -> str:
        """What the keys of failed records begin with; empty where none is set."""
        return self.text(f"{S3}.errorOutputPrefix")

    def processors(self) -> list[tuple[str, dict[str, Any]]]:
        """(type, parameters by name) of each step that is switched on; values may be `UNKNOWN`."""
        config = f"{self.place}.processingConfiguration"
        if not self.place or self.peek(config) is None or not self.flag(f"{config}.enabled"):
            return []
        listed = self.peek(f"{config}.processors")
        if listed is UNKNOWN:
            raise Undecided(self.resource, f"{config}.processors")
        items = listed if isinstance(listed, list) else []
        found: list[tuple[str, dict[str, Any]]] = []
        for index, item in enumerate(items):
            kind = item.get("type") if isinstance(item, Mapping) else UNKNOWN
            if kind is UNKNOWN:
                raise Undecided(self.resource, f"{config}.processors[{index}]")
            found.append((str(kind), dict(_parameters(item.get("parameters")))))
        return found

    @property
    def may_fail(self) -> bool:
        """Whether it does something to records that some of them can fail at."""
        return self.converts or any(
            kind != "AppendDelimiterToRecord" for kind, _ in self.processors()
        )

    def transformers(self) -> list[Function]:
        """The functions of this stack that transform its records."""
        found: list[Function] = []
        for kind, parameters in self.processors():
            arn = parameters.get("LambdaArn")
            if kind != "Lambda" or self.stack is None:
                continue
            if isinstance(arn, str):
                unversioned = ":".join(arn.split(":")[:7])
                found += self.stack.find(Function, unversioned)
            else:
                found += self._behind(Function, f"{self.place}.processingConfiguration.processors")
        return list(dict.fromkeys(found))

    @property
    def bucket(self) -> Bucket | None:
        """The bucket that it delivers to, if this stack makes it and it is clear which one."""
        path = f"{S3}.bucketArn"
        arn = self.peek(path)
        if self.stack is None or not self.to_bucket:
            return None
        found = self.stack.find(Bucket, arn) if isinstance(arn, str) else self._behind(Bucket, path)
        return found[0] if len(found) == 1 else None

    def _behind(self, kind: type[V], path: str) -> list[V]:
        """Every `kind` that the destination depends on: what the unknown value at `path` names."""
        urns = self.resource.property_dependencies.get(self.place, ())
        if not urns:
            raise Undecided(self.resource, path)
        linked = [self.stack.get(urn) for urn in urns] if self.stack else []
        return [kind(r, self.stack) for r in linked if r and r.type in kind.tokens()]


def _parameters(items: Any) -> Iterator[tuple[str, Any]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("parameterName"), str):
            yield item["parameterName"], item.get("parameterValue")
