"""May a service deliver to a place? Permissions of functions; policies of queues, topics, groups.

A service that may not drops what it has to deliver, and says so only in a metric.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.iam import has_wildcard
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views import invocation, invokers
from policies.views.access import AccessHolder
from policies.views.invocation import Verdict
from policies.views.lambda_ import Alias, Function
from policies.views.linked import linked, linking
from policies.views.logs import LogGroup
from policies.views.sns import Topic
from policies.views.sqs import Queue

ACTIONS: dict[type[View], str] = {
    Function: invocation.INVOKE,
    Queue: "sqs:SendMessage",
    Topic: "sns:Publish",
    LogGroup: "logs:PutLogEvents",
}
"""Kind of place → what a service must be allowed to do there."""

_POLICY_OF = {
    Queue: (("aws:sqs/queuePolicy:QueuePolicy", "queueUrl"), ("aws:sqs/queue:Queue", "")),
    Topic: (("aws:sns/topicPolicy:TopicPolicy", "arn"), ("aws:sns/topic:Topic", "")),
}
"""Kind of place → types with its policy, and the property that names the place ("" for itself)."""


@dataclass(frozen=True)
class Answer:
    """Whether one place lets a service in."""

    end: View
    verdict: Verdict
    near: str = ""
    """Why the permission that comes nearest does not let it in: `: …`, or nothing."""


def ends(view: View, prop: str) -> list[View]:
    """The functions, queues, topics and log groups of this stack that `prop` names."""
    found: list[View] = [end for kind in ACTIONS for end in linked(view, prop, kind)]
    found += [alias.function for alias in linked(view, prop, Alias) if alias.function]
    return list(dict.fromkeys(found))


def answers(view: View, prop: str, service: str) -> Iterator[Answer]:
    """Whether what `prop` names lets `service` (`events.amazonaws.com`) in for `view`.

    Of a function's permissions the source and the alias count, too; of policies who is let in.
    """
    stack = view.stack
    if stack is None:
        return
    caller = invokers.Caller(view.resource, stack)
    for called in invokers.forms(caller, prop):
        verdict, near = invocation.lets_in(called, caller, caller.kind.end)
        yield Answer(called.function, verdict, f": {near}" if near else "")
    for end in ends(view, prop):
        if not isinstance(end, Function):
            yield Answer(end, lets_in(stack, end, service))


def lets_in(stack: Stack, end: View, service: str) -> Verdict:
    """Whether `service` may deliver to the queue, topic or group, whatever it comes from."""
    if isinstance(end, LogGroup):
        holders = stack.typed("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")
        return _allowed((AccessHolder(holder, stack) for holder in holders), end, service)
    return _allowed(_policies(end), end, service)


def _policies(end: View) -> Iterator[AccessHolder]:
    for token, prop in _POLICY_OF[type(end)]:
        own = AccessHolder(end.resource, end.stack)
        for holder in linking(end, AccessHolder, prop) if prop else [own]:
            if holder.resource.type == token:
                yield holder


def _allowed(holders: Iterator[AccessHolder], end: View, service: str) -> Verdict:
    verdict = Verdict.NO
    for holder in holders:
        try:
            for entry in holder.allowing():
                if not entry.statement.covers(ACTIONS[type(end)]):
                    continue
                who = [who for _, who in entry.who]
                if service in who or "*" in who:
                    return Verdict.YES
                if UNKNOWN in who or any(isinstance(p, str) and has_wildcard(p) for p in who):
                    verdict = Verdict.OPEN
        except Undecided:
            verdict = Verdict.OPEN
    return verdict
