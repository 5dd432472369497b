"""A dead-letter queue that SQS does not take for its source."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.iam import Arn
from policies.views.redrive import Redriven
from policies.views.sqs import Queue


@rule(
    severity=Severity.MEDIUM,
    title="A dead-letter queue does not fit its source",
    why="SQS refuses the pair in the middle of the deployment, or never moves a message.",
    fix="Take a queue of the same kind (FIFO or standard), account and region, and not itself.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)
def unfit_dead_letter(redriven: Joined[Redriven]) -> Iterator[Finding]:
    if redriven.peek("redrivePolicy") in (None, ""):
        return
    source, target = redriven.source, redriven.target
    if source is None:
        return
    if target is not None and target.urn == source.urn:
        yield Finding(source, "itself", "is its own dead-letter queue")
        return
    arn = Arn.parse(redriven.target_arn)
    fifo = target.fifo if target else arn.resource.endswith(".fifo") if arn else source.fifo
    if fifo != source.fifo:
        kinds = ("FIFO", "standard") if source.fifo else ("standard", "FIFO")
        name = target.name if target else redriven.target_arn
        yield Finding(source, "kind", f"is {kinds[0]}, and its dead-letter queue {name} {kinds[1]}")
    own = _arn(source)
    if arn and own and (arn.region, arn.account) != (own.region, own.account):
        where = f"{arn.account} in {arn.region}"
        yield Finding(source, "place", f"has its dead-letter queue in another place: {where}")


def _arn(queue: Queue) -> Arn | None:
    arn = queue.peek("arn")
    return Arn.parse(arn) if isinstance(arn, str) else None
