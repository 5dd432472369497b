"""Events that fail again and again vanish, because nothing takes them."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.failures import RuleTarget, asynchronous_functions, dead_letter_queues
from policies.views.lambda_ import EventSourceMapping, Function, FunctionEventInvokeConfig
from policies.views.linked import linked
from policies.views.sqs import Queue, RedrivePolicy


@rule(
    severity=Severity.MEDIUM,
    title="Failed events have no dead-letter queue",
    why="What fails to the end is deleted, and nobody learns that it was there.",
    fix="Name a dead-letter queue: redrivePolicy, deadLetterConfig or an on-failure destination.",
    source="sheet 06; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
)
def missing_dead_letter(stack: Stack) -> Iterator[Finding | Open]:
    yield from _queues(stack)
    yield from _rule_targets(stack)
    yield from _functions(stack)


def _queues(stack: Stack) -> Iterator[Finding | Open]:
    """Queues that feed a function and set nothing aside; those that take failures need not."""
    takes_failures = dead_letter_queues(stack)
    redriven = {
        q.urn for policy in stack.of(RedrivePolicy) for q in linked(policy, "queueUrl", Queue)
    }
    for mapping in stack.of(EventSourceMapping):
        sources = linked(mapping, "eventSourceArn", Queue)
        if mapping.peek("eventSourceArn") is UNKNOWN and not _names_something(mapping):
            yield Open(mapping.resource, "eventSourceArn")
        for queue in sources:
            if not queue.has_redrive and queue.urn not in redriven | takes_failures:
                yield Finding(queue, "queue", "feeds a function and has no dead-letter queue")


def _rule_targets(stack: Stack) -> Iterator[Finding | Open]:
    for target in stack.of(RuleTarget):
        try:
            if not target.has_dead_letter:
                yield Finding(
                    target, "target", "has no dead-letter queue for what it cannot deliver"
                )
        except Undecided as unknown:
            yield Open(target.resource, unknown.prop, unknown.because)


def _functions(stack: Stack) -> Iterator[Finding | Open]:
    set_up = {
        function.urn
        for config in stack.of(FunctionEventInvokeConfig)
        if config.peek("destinationConfig.onFailure") is not None
        for function in linked(config, "functionName", Function)
    }
    callers: dict[Function, set[str]] = {}
    for function, caller in asynchronous_functions(stack):
        callers.setdefault(function, set()).add(caller)
    for function, by in callers.items():
        config = function.peek("deadLetterConfig")
        if config is UNKNOWN:
            yield Open(function.resource, "deadLetterConfig")
        elif not config and function.urn not in set_up:
            names = " and ".join(sorted(by))
            message = f"is called by {names} and has no place for the events it fails at"
            yield Finding(function, "function", message)


def _names_something(mapping: EventSourceMapping) -> bool:
    return bool(mapping.resource.property_dependencies.get("eventSourceArn"))
