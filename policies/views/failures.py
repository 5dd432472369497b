"""Where events go that could not be delivered: dead-letter queues, and what names them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.lambda_ import Function
from policies.views.sqs import Queue

NAMED_IN = {
    "aws:sqs/queue:Queue": "redrivePolicy",
    "aws:sqs/redrivePolicy:RedrivePolicy": "redrivePolicy",
    "aws:sns/topicSubscription:TopicSubscription": "redrivePolicy",
    "aws:lambda/function:Function": "deadLetterConfig",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "destinationConfig",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "destinationConfig",
    "aws:cloudwatch/eventTarget:EventTarget": "deadLetterConfig",
    "aws:scheduler/schedule:Schedule": "target",
    "aws:pipes/pipe:Pipe": "sourceParameters",
}
"""Type → the property in which it names a queue for what fails."""


class RuleTarget(View):
    """`aws.cloudwatch.EventTarget`: where EventBridge sends what a rule matches."""

    token = "aws:cloudwatch/eventTarget:EventTarget"

    @property
    def has_dead_letter(self) -> bool:
        """Whether a dead-letter queue is named, its ARN known or not."""
        config = self.peek("deadLetterConfig")
        if config is UNKNOWN:
            raise Undecided(self.resource, "deadLetterConfig")
        return bool(config) and self.peek("deadLetterConfig.arn") not in (None, "")


class FromService(View):
    """What a service delivers in its own name, and sets aside in a queue that must let it in."""

    token = (*RuleTarget.tokens(), "aws:sns/topicSubscription:TopicSubscription")

    @property
    def service(self) -> str:
        """Who puts the dead letters: `events.amazonaws.com` or `sns.amazonaws.com`."""
        target = self.resource.type in RuleTarget.tokens()
        return "events.amazonaws.com" if target else "sns.amazonaws.com"

    def dead_letters(self) -> list[Queue]:
        """The queues of this stack that are named for what fails."""
        prop, stack = NAMED_IN[self.resource.type], self.stack
        if stack is None:
            return []
        found = [queue for text in _texts(self.peek(prop)) for queue in stack.find(Queue, text)]
        behind = self.resource.property_dependencies.get(prop, ())
        linked = [stack.get(urn) for urn in behind if _is_queue(stack, urn)]
        return list(dict.fromkeys([*found, *(Queue(r, stack) for r in linked if r)]))


class BucketNotification(View):
    """`aws.s3.BucketNotification`: what a bucket starts; `lambdaFunctions` and others."""

    token = "aws:s3/bucketNotification:BucketNotification"


def dead_letter_queues(stack: Stack) -> set[str]:
    """URNs of the queues that something names for what fails."""
    found: set[str] = set()
    for token, prop in NAMED_IN.items():
        for resource in stack.typed(token):
            behind = resource.property_dependencies.get(prop, ())
            found.update(urn for urn in behind if _is_queue(stack, urn))
            for text in _texts(View(resource).peek(prop)):
                found.update(queue.urn for queue in stack.find(Queue, text))
    return found


def asynchronous_functions(stack: Stack) -> Iterator[tuple[Function, str]]:
    """(function, what calls it) of each function that a topic, rule or bucket calls.

    Lambda takes such a call and answers at once; when the function then fails three times, the
    event is gone unless the function itself names a place for it.
    """
    for subscription in stack.typed("aws:sns/topicSubscription:TopicSubscription"):
        for function in _functions(subscription, stack, "endpoint"):
            yield function, "a topic"
    for target in stack.typed(*RuleTarget.tokens()):
        for function in _functions(target, stack, "arn"):
            yield function, "a rule"
    for notification in stack.typed(*BucketNotification.tokens()):
        for function in _functions(notification, stack, "lambdaFunctions"):
            yield function, "a bucket"


def _functions(resource: Any, stack: Stack, prop: str) -> list[Function]:
    behind = resource.property_dependencies.get(prop, ())
    functions = {urn: stack.get(urn) for urn in behind}
    found = {u: r for u, r in functions.items() if r and r.type in Function.tokens()}
    for text in _texts(View(resource).peek(prop)):
        for function in stack.find(Function, text):
            found[function.urn] = function.resource
    return [Function(resource, stack) for resource in found.values()]


def _is_queue(stack: Stack, urn: str) -> bool:
    resource = stack.get(urn)
    return resource is not None and resource.type in Queue.tokens()


def _texts(value: Any) -> Iterator[str]:
    """Every text inside `value`, also inside JSON text."""
    if isinstance(value, str):
        yield value
        if value.lstrip().startswith("{"):
            try:
                yield from _texts(json.loads(value))
            except (ValueError, RecursionError):
                return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
