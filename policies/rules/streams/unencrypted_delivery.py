"""Records wait unencrypted in a delivery stream."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.firehose import DeliveryStream


@rule(
    severity=Severity.MEDIUM,
    title="A delivery stream does not encrypt its records",
    why="Firehose keeps what producers put for up to a day where delivery fails, as it came.",
    fix="Set serverSideEncryption={enabled: true}; leave it out where a stream is the source.",
    source="sheets 23 and 80; https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
)
def unencrypted_delivery(stream: DeliveryStream) -> Iterator[Finding]:
    encrypted = stream.flag("serverSideEncryption.enabled")
    if stream.direct and not encrypted:
        yield Finding(stream, "off", "has no serverSideEncryption for what producers put")
    elif encrypted and not stream.direct:
        message = "has serverSideEncryption, which AWS refuses where it reads a stream or topic"
        yield Finding(stream, "source", message)
