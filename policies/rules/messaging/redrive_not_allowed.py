"""A dead-letter queue takes no dead letters from the queue that names it."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.redrive import allowances, dead_letters


@rule(
    severity=Severity.MEDIUM,
    title="A dead-letter queue refuses its source",
    why="Only the queues that it names may use it: what fails in the others does not come here, or "
    "AWS refuses their redrive policy in the middle of the deployment.",
    fix="Add the source's ARN to sourceQueueArns of the queue's redriveAllowPolicy.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html",
)
def redrive_not_allowed(stack: Stack) -> Iterator[Finding | Open]:
    for _, source, target in dead_letters(stack):
        for allow in allowances(target):
            try:
                if not allow.takes(source):
                    message = f"takes no dead letters of {source.name} (redriveAllowPolicy)"
                    yield Finding(target, source.urn, message)
            except Undecided as unknown:
                yield Open.of(unknown)
