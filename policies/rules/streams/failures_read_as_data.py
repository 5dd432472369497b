"""A table or crawler reads what a delivery stream failed at as data."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.firehose import DeliveryStream
from policies.views.glue import CatalogTable, Crawler
from policies.views.s3 import Bucket


@rule(
    severity=Severity.MEDIUM,
    title="Failed records are read as data",
    why="Error records have other fields: queries count them along, and a crawler makes tables of "
    "them.",
    fix="Point the table or crawler at the data's own prefix, or exclude the errors' one.",
    source="sheets 30 and 80; https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html",
)
def failures_read_as_data(stack: Stack) -> Iterator[Finding | Open]:
    readers: list[View] = [*stack.of(CatalogTable), *stack.of(Crawler)]
    for stream in stack.of(DeliveryStream) if readers else ():
        try:
            # Without a prefix for errors, another rule speaks.
            bucket, errors = stream.bucket, stream.error_prefix.partition("!{")[0]
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
            continue
        if bucket is None or not errors:
            continue
        for reader in readers:
            try:
                place = _covering(reader, bucket, errors)
            except Undecided as unknown:
                # An address that is made of other things is of no interest here.
                if bucket.urn in unknown.resource.dependencies:
                    yield Open(unknown.resource, unknown.prop, unknown.because)
                continue
            if place:
                message = f"reads {place}, and {stream.name} puts what it fails at into {errors}"
                yield Finding(reader, stream.name, message)


def _covering(reader: View, bucket: Bucket, errors: str) -> str:
    """The place of the reader that the errors lie in; empty where there is none."""
    if isinstance(reader, CatalogTable):
        places: list[tuple[str, list[str]]] = [(reader.location, [])]
    else:
        places = Crawler(reader.resource, reader.stack).places()
    name = bucket.peek("bucket")
    for address, left_out in places:
        scheme, _, path = address.partition("://")
        of, _, prefix = path.partition("/")
        if not scheme.startswith("s3") or of != name or not errors.startswith(prefix):
            continue
        inside = f"{errors[len(prefix) :].lstrip('/')}x"
        if not any(_leaves_out(pattern, inside) for pattern in left_out):
            return address
    return ""


def _leaves_out(pattern: str, key: str) -> bool:
    """Whether a crawler's exclusion is for `key`; `**/` may also stand for no folder."""
    glob = pattern.replace("**", "*")
    return fnmatchcase(key, glob) or fnmatchcase(f"/{key}", glob)
