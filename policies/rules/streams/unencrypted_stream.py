"""The records of a data stream lie unencrypted."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.kinesis import Stream


@rule(
    severity=Severity.MEDIUM,
    title="A data stream does not encrypt its records",
    why="Kinesis stores them as they come, unlike SQS and S3, which encrypt by themselves.",
    fix="Set encryptionType to KMS and kmsKeyId to alias/aws/kinesis or a key of your own.",
    source="Security Hub Kinesis.1; https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html",
)
def unencrypted_stream(stream: Stream) -> Iterator[Finding]:
    if not stream.encrypted:
        yield Finding(stream, "encryption", "encryptionType is NONE")
