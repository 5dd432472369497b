"""Kinesis: streams and their consumers. What reads them are mappings, pipes and Firehose."""

from __future__ import annotations

from policies.flow.access import Access
from policies.flow.places import PlaceType
from policies.flow.services.kind import Readers

TYPES = (
    PlaceType("aws:kinesis/stream:Stream", "stream"),
    PlaceType("aws:kinesis/streamConsumer:StreamConsumer", "stream", stands_for="streamArn"),
)
ACCESS = (Access("stream", ("kinesis:PutRecord", "kinesis:PutRecords"), "stream/{name}"),)
FACTS: Readers = {}
