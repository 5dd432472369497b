"""What a delivery stream failed at lies among what it delivered."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.firehose import DeliveryStream


@rule(
    severity=Severity.MEDIUM,
    title="Failed records lie among delivered ones",
    why="Whoever reads the prefix reads error records, too; with expressions in the prefix AWS "
    "refuses the stream.",
    fix="Set errorOutputPrefix to a place of its own, e.g. errors/!{firehose:error-output-type}/.",
    source="sheets 23, 30 and 80; https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html",
)
def failures_among_data(stream: DeliveryStream) -> Iterator[Finding]:
    if not stream.to_bucket:
        return
    prefix, errors = stream.prefix, stream.error_prefix
    if not errors and "!{" in prefix:
        message = "has expressions in its prefix and no errorOutputPrefix, which AWS refuses"
        yield Finding(stream, "refused", message)
    elif not errors and stream.may_fail:
        message = f"puts what it fails at under {prefix or 'the root'}, where it delivers"
        yield Finding(stream, "missing", message)
    elif errors and errors == prefix:
        yield Finding(stream, "same", f"puts what it fails at under {errors}, where it delivers")
