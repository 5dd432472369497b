"""A delivery stream's buffer is not one that AWS takes."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.firehose import DeliveryStream

S3_LIMITS = (128, 900)
LIMITS = {
    "elasticsearchConfiguration": (100, 900),
    "opensearchConfiguration": (100, 900),
    "opensearchserverlessConfiguration": (100, 900),
    "httpEndpointConfiguration": (64, 900),
    "splunkConfiguration": (5, 60),
}
"""Destination → most MiB and most seconds; S3's for all others (API reference, BufferingHints)."""

UNSET = 5
"""MiB of a buffer that the program leaves out."""
LEAST = 64
"""MiB without which AWS neither converts nor partitions."""


@rule(
    severity=Severity.MEDIUM,
    title="AWS refuses a delivery stream's buffer",
    why="The deployment fails at the stream, after much of it is made.",
    fix="Keep bufferingSize and bufferingInterval inside the range that the message names.",
    source="sheets 23 and 80; https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html",
)
def refused_buffer(stream: DeliveryStream) -> Iterator[Finding]:
    place = stream.place
    if not place:
        return
    most, longest = LIMITS.get(place, S3_LIMITS)
    size = stream.number(f"{place}.bufferingSize")
    seconds = stream.number(f"{place}.bufferingInterval")
    if size is not None and not 1 <= size <= most:
        yield Finding(stream, "size", f"buffers {size:g} MiB; AWS takes 1 to {most}")
    if seconds is not None and not 0 <= seconds <= longest:
        yield Finding(stream, "interval", f"buffers {seconds:g} s; AWS takes 0 to {longest}")
    if not stream.to_bucket:
        return
    size = UNSET if size is None else size
    for key, on, does in (
        ("conversion", stream.converts, "converts records"),
        ("partitioning", stream.partitions, "partitions"),
    ):
        if on and size < LEAST:
            message = f"{does} and buffers {size:g} MiB; AWS wants {LEAST} or more for that"
            yield Finding(stream, key, message)
