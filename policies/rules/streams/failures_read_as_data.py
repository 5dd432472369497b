"""A table or crawler reads what a delivery stream failed at as data."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.firehose import DeliveryStream
from policies.views.glue import Reader, covering


@rule(
    severity=Severity.MEDIUM,
    title="Failed records are read as data",
    why="Error records have other fields: queries count them along, and a crawler makes tables of "
    "them.",
    fix="Point the table or crawler at the data's own prefix, or exclude the errors' one.",
    source="sheets 30 and 80; https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html",
)
def failures_read_as_data(stack: Stack) -> Iterator[Finding | Open]:
    readers = stack.of(Reader)
    for stream in stack.of(DeliveryStream) if readers else ():
        try:
            # Without a prefix for errors, another rule speaks.
            bucket, errors = stream.bucket, stream.error_prefix.partition("!{")[0]
        except Undecided as unknown:
            yield Open.of(unknown)
            continue
        if bucket is None or not errors:
            continue
        for reader in readers:
            try:
                place = covering(reader, bucket.peek("bucket"), errors)
            except Undecided as unknown:
                # An address that is made of other things is of no interest here.
                if bucket.urn in unknown.resource.dependencies:
                    yield Open.of(unknown)
                continue
            if place:
                message = f"reads {place}, and {stream.name} puts what it fails at into {errors}"
                yield Finding(reader, stream.name, message)
