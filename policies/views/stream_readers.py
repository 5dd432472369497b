"""What reads a stream of Kinesis or DynamoDB."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.kinesis import Stream
from policies.views.lambda_ import EventSourceMapping
from policies.views.linked import linked
from policies.views.tables import Table


def is_stream_arn(arn: str) -> bool:
    """Whether the ARN is one of a Kinesis stream or of a table's stream."""
    return ":kinesis:" in arn or (":dynamodb:" in arn and "/stream/" in arn)


def reads_stream(mapping: EventSourceMapping) -> bool:
    """Whether Lambda polls a stream; raises `Undecided` where the source says nothing yet."""
    arn = mapping.peek("eventSourceArn")
    if isinstance(arn, str):
        return is_stream_arn(arn)
    if linked(mapping, "eventSourceArn", Stream) or linked(mapping, "eventSourceArn", Table):
        return True
    if arn is UNKNOWN and not mapping.resource.property_dependencies.get("eventSourceArn"):
        raise Undecided(mapping.resource, "eventSourceArn")
    return False


def gives_up(mapping: EventSourceMapping) -> bool:
    """Whether a batch that fails is tried a limited number of times, or for a limited time."""
    limits = ("maximumRetryAttempts", "maximumRecordAgeInSeconds")
    return any((mapping.number(limit, -1) or 0) >= 0 for limit in limits)
