"""Dead-letter queues of queues, and what says that a queue is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.linked import linked, linking
from policies.views.sqs import Queue, RedrivePolicy, redrive


class Redriven(View):
    """A queue, or a `RedrivePolicy` for one: whatever has a `redrivePolicy` of SQS."""

    token = (*Queue.tokens(), *RedrivePolicy.tokens())

    @property
    def source(self) -> Queue | None:
        """The queue whose messages are set aside."""
        if self.resource.type in Queue.tokens():
            return Queue(self.resource, self.stack)
        return RedrivePolicy(self.resource, self.stack).queue

    @property
    def target_arn(self) -> str:
        """ARN of the dead-letter queue; empty where none is named, or its ARN is not known."""
        if self.peek("redrivePolicy") is UNKNOWN:
            return ""
        arn = redrive(self).get("deadLetterTargetArn")
        return arn if isinstance(arn, str) else ""

    @property
    def target(self) -> Queue | None:
        """The dead-letter queue, if this stack makes it."""
        named = self.stack.find(Queue, self.target_arn) if self.stack and self.target_arn else []
        if named:
            return named[0]
        others = [q for q in linked(self, "redrivePolicy", Queue) if q.urn != self.urn]
        return others[0] if len(others) == 1 else None

    @property
    def receives(self) -> float | None:
        """How often a message is tried; None without a redrive policy.

        Before the policy's text is known, a component around the queue may say it
        (`maxReceiveCount`).
        """
        value = self.peek("redrivePolicy")
        if value in (None, ""):
            return None
        count = self.parent.peek("maxReceiveCount") if self.parent else None
        if value is not UNKNOWN:
            count = redrive(self).get("maxReceiveCount")
        elif count in (None, UNKNOWN):
            raise Undecided(self.resource, "redrivePolicy")
        try:
            return float(count)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise Undecided(self.resource, "redrivePolicy", "has no maxReceiveCount") from None


class RedriveAllow(View):
    """A queue, or a `RedriveAllowPolicy` for one: whatever says whose dead letters it takes."""

    token = (*Queue.tokens(), "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy")

    @property
    def policy(self) -> dict[str, Any]:
        """`redrivePermission` (`allowAll`, `denyAll`, `byQueue`), `sourceQueueArns`; or empty."""
        text = self.text("redriveAllowPolicy")
        try:
            value = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            raise Undecided(self.resource, "redriveAllowPolicy", "is not JSON") from None
        return value if isinstance(value, dict) else {}

    def takes(self, source: Queue) -> bool:
        """Whether dead letters of `source` are let in; raises `Undecided` where that is open."""
        made_from = linked(self, "redriveAllowPolicy", Queue)
        if self.peek("redriveAllowPolicy") is UNKNOWN and source in made_from:
            return True
        permission, arn = self.policy.get("redrivePermission", "allowAll"), source.peek("arn")
        if permission != "byQueue":
            return permission != "denyAll"
        if not isinstance(arn, str):
            raise Undecided(source.resource, "arn")
        return arn in (self.policy.get("sourceQueueArns") or [])


def dead_letters(stack: Stack) -> Iterator[tuple[Redriven, Queue, Queue]]:
    """(what says so, source, dead-letter queue) for each pair that this stack makes."""
    for view in stack.of(Redriven):
        if view.peek("redrivePolicy") in (None, ""):
            continue
        source, target = view.source, view.target
        if source is not None and target is not None:
            yield view, source, target


def allowances(queue: Queue) -> list[RedriveAllow]:
    """Whatever says whose dead letters `queue` takes: itself, or policies of their own."""
    told = [RedriveAllow(queue.resource, queue.stack), *linking(queue, RedriveAllow, "queueUrl")]
    return [one for one in told if one.peek("redriveAllowPolicy") not in (None, "")]


def has_dead_letter(queue: Queue) -> bool:
    """Whether a dead-letter queue is named for `queue`, by itself or by a `RedrivePolicy`."""
    if queue.has_redrive or queue.stack is None:
        return queue.has_redrive
    return bool(linking(queue, RedrivePolicy, "queueUrl"))
