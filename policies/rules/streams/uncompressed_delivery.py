"""A delivery stream fills a bucket with plain text."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.firehose import S3, DeliveryStream


@rule(
    severity=Severity.LOW,
    title="A delivery stream stores its objects uncompressed",
    why="Text shrinks a lot; S3 bills what lies there, and Athena each byte that it reads.",
    fix="Set compressionFormat to GZIP, or convert to Parquet.",
    source="sheets 23 and 30; https://docs.aws.amazon.com/athena/latest/ug/compression-formats.html",
)
def uncompressed_delivery(stream: DeliveryStream) -> Iterator[Finding]:
    if not stream.to_bucket or stream.converts:
        return
    if stream.text(f"{S3}.compressionFormat", "UNCOMPRESSED").upper() == "UNCOMPRESSED":
        yield Finding(stream, "format", "delivers to S3 without compression")
