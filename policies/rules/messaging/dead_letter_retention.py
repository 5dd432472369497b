"""A dead-letter queue forgets a message before anybody can look at it."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.redrive import Redriven


@rule(
    severity=Severity.MEDIUM,
    title="A dead-letter queue forgets too soon",
    why="A message keeps its age when it is set aside: what waited long is deleted on arrival.",
    fix="Set the dead-letter queue's messageRetentionSeconds to 1209600 (14 days).",
    source="sheet 06; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)
def dead_letter_retention(redriven: Joined[Redriven]) -> Iterator[Finding]:
    if redriven.peek("redrivePolicy") in (None, ""):
        return
    source, target = redriven.source, redriven.target
    # A FIFO queue counts the age anew.
    if source is None or target is None or source.fifo:
        return
    if target.retention < source.retention:
        message = (
            f"keeps messages for {target.retention:.0f} s, and {source.name}, whose failed ones it "
            f"takes, for {source.retention:.0f} s"
        )
        yield Finding(target, source.name, message)
