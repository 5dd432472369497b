"""Firehose: delivery streams, their source, transforming function and bucket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.flow.access import Access
from policies.flow.model import Evidence, Fact, Listens, Place
from policies.flow.overlap import Glob, prefix
from policies.flow.places import Places, PlaceType
from policies.flow.scopes import Keys, read_by
from policies.flow.services import addresses
from policies.values import UNKNOWN
from policies.views.firehose import DESTINATIONS, S3, DeliveryStream

TYPES = (PlaceType("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "delivery stream"),)
ACCESS = (
    Access(
        "delivery stream",
        ("firehose:PutRecord", "firehose:PutRecordBatch"),
        "deliverystream/{name}",
    ),
)


def delivery_stream(view: DeliveryStream, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    path = "kinesisSourceConfiguration.kinesisStreamArn"
    for source in places.find(view, path, "stream"):
        evidence = Evidence(view.resource, path)
        yield Listens(source.place, own, "delivers to", evidence, source.certain)
    path = "mskSourceConfiguration.mskClusterArn"
    for source in places.find(view, path, "Kafka cluster"):
        passes = read_by(view.peek("mskSourceConfiguration.topicName"), ())
        evidence = Evidence(view.resource, path)
        yield Listens(source.place, own, "delivers to", evidence, source.certain, passes, view.urn)
    path = "httpEndpointConfiguration.url"
    for called in addresses.behind(view, path, "POST", places):
        evidence = Evidence(view.resource, path)
        yield called.by(own, "calls", evidence, "HTTP endpoint of a delivery stream")
    for destination in DESTINATIONS:
        if view.peek(destination) is not None:
            yield from _transform(view, own, destination, places)
            holders = [f"{destination}.s3Configuration"]
            if destination == S3:
                holders = [destination, f"{destination}.s3BackupConfiguration"]
            for holder in holders:
                yield from _bucket(view, own, holder, places)


def _transform(
    view: DeliveryStream, own: Place, destination: str, places: Places
) -> Iterator[Fact]:
    """The function that each batch goes through."""
    processors = view.peek(f"{destination}.processingConfiguration.processors")
    for at, processor in enumerate(processors if isinstance(processors, list) else ()):
        parameters = processor.get("parameters") if isinstance(processor, dict) else None
        for index, parameter in enumerate(parameters if isinstance(parameters, list) else ()):
            if isinstance(parameter, dict) and parameter.get("parameterName") == "LambdaArn":
                base = f"{destination}.processingConfiguration.processors[{at}]"
                path = f"{base}.parameters[{index}].parameterValue"
                for function in places.find(view, path, "function"):
                    evidence = Evidence(view.resource, path)
                    yield Listens(own, function.place, "starts", evidence, function.certain)


def _bucket(view: DeliveryStream, own: Place, holder: str, places: Places) -> Iterator[Fact]:
    """The bucket for records, or for those that could not be delivered elsewhere."""
    settings = view.peek(holder)
    for bucket in places.find(view, f"{holder}.bucketArn", "bucket"):
        globs = _keys(settings if isinstance(settings, dict) else {})
        scope = Keys(globs, frozenset({"ObjectCreated"}))
        yield Listens(
            own,
            bucket.place,
            "delivers to",
            Evidence(view.resource, f"{holder}.bucketArn"),
            bucket.certain,
            carry=lambda _, scope=scope: scope,
        )


def _keys(settings: dict[str, Any]) -> tuple[Glob, ...]:
    """Keys start with the prefix as far as it is fixed: `logs/!{timestamp:yyyy}/` with `logs/`."""
    starts = (settings.get(key) for key in ("prefix", "errorOutputPrefix"))
    fixed = ["" if start is UNKNOWN else str(start or "").partition("!{")[0] for start in starts]
    # Without a prefix for errors, they come under the other one.
    fixed = [fixed[0], fixed[1] or fixed[0]]
    return tuple(dict.fromkeys(prefix(start) for start in fixed))


FACTS = {DeliveryStream: delivery_stream}
