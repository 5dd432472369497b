"""A table or crawler reads the results of queries as data."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.glue import Reader, Workgroup, covering, cut


@rule(
    severity=Severity.MEDIUM,
    title="Query results are read as data",
    why="Each query leaves objects that the next one reads: counts go wrong, and cost grows.",
    fix="Put the workgroup's outputLocation into a bucket, or under a prefix, of its own.",
    source="sheet 30; https://docs.aws.amazon.com/athena/latest/ug/querying.html",
)
def results_read_as_data(stack: Stack) -> Iterator[Finding | Open]:
    workgroups = stack.of(Workgroup)
    for reader in stack.of(Reader) if workgroups else ():
        for workgroup in workgroups:
            try:
                bucket, prefix = cut(workgroup.output)
                place = covering(reader, bucket, prefix) if bucket else ""
            except Undecided as unknown:
                yield Open.of(unknown)
                continue
            if place:
                message = (
                    f"reads {place}, and {workgroup.name} puts query results into {prefix or 'it'}"
                )
                yield Finding(reader, workgroup.name, message)
