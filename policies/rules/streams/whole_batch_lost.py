"""One bad record takes the good ones of its batch along."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.lambda_ import EventSourceMapping
from policies.views.stream_readers import gives_up, reads_stream

PARTIAL = "ReportBatchItemFailures"


@rule(
    severity=Severity.MEDIUM,
    title="One bad record loses its whole batch",
    why="When the retries are used up, Lambda skips the batch as it stands: up to 10,000 records.",
    fix="Set bisectBatchOnFunctionError, or functionResponseTypes to ReportBatchItemFailures.",
    source="sheet 39; https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html",
)
def whole_batch_lost(mapping: Joined[EventSourceMapping]) -> Iterator[Finding]:
    # While nothing is given up nothing is lost: endless_retry speaks of that.
    if not reads_stream(mapping) or not gives_up(mapping) or mapping.batch_size == 1:
        return
    if mapping.flag("bisectBatchOnFunctionError") or PARTIAL in mapping.response_types:
        return
    yield Finding(mapping, "batch", "gives up on whole batches: it neither splits them nor reports")
