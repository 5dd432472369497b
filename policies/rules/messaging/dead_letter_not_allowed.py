"""A dead-letter queue does not let in whoever has the dead letters."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.delivery import lets_in
from policies.views.failures import FromService
from policies.views.invocation import Verdict


@rule(
    severity=Severity.MEDIUM,
    title="A dead-letter queue lets nobody put letters in",
    why="What cannot be delivered cannot be set aside either: it looks kept, and is gone.",
    fix="Allow the service sqs:SendMessage in the queue's policy, with the source's ARN.",
    source="sheet 29; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
)
def dead_letter_not_allowed(sender: Joined[FromService]) -> Iterator[Finding | Open]:
    if sender.stack is None:
        return
    for queue in sender.dead_letters():
        verdict = lets_in(sender.stack, queue, sender.service)
        if verdict is Verdict.NO:
            message = f"{queue.name} does not let {sender.service} in (sqs:SendMessage)"
            yield Finding(sender, queue.urn, message)
        elif verdict is Verdict.OPEN:
            yield Open(queue.resource, "policy")
