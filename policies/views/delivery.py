"""May a service deliver to a place? Permissions of functions; policies of queues, topics, groups.

A service that may not drops what it has to deliver, and says so only in a metric.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from policies.iam import action_matches, has_wildcard
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.access import AccessHolder
from policies.views.iam import linked
from policies.views.lambda_ import Alias, Function, Permission
from policies.views.logs import LogGroup
from policies.views.sns import Topic
from policies.views.sqs import Queue

ACTIONS: dict[type[View], str] = {
    Function: "lambda:InvokeFunction",
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


class Verdict(Enum):
    """Whether a service is let in."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """What decides it is not known."""


def ends(view: View, prop: str) -> list[View]:
    """The functions, queues, topics and log groups of this stack that `prop` names."""
    found: list[View] = [end for kind in ACTIONS for end in linked(view, prop, kind)]
    found += [alias.function for alias in linked(view, prop, Alias) if alias.function]
    return list(dict.fromkeys(found))


def lets_in(stack: Stack, end: View, service: str) -> Verdict:
    """Whether `service` (`events.amazonaws.com`) may deliver to `end`, whatever it comes from."""
    if isinstance(end, Function):
        return _permitted(stack, end, service)
    if isinstance(end, LogGroup):
        holders = stack.typed("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")
        return _allowed((AccessHolder(holder, stack) for holder in holders), end, service)
    return _allowed(_policies(stack, end), end, service)


def _permitted(stack: Stack, function: Function, service: str) -> Verdict:
    verdict = Verdict.NO
    for permission in stack.of(Permission):
        about = linked(permission, "function", Function)
        about += [a.function for a in linked(permission, "function", Alias) if a.function]
        principal, action = permission.peek("principal"), permission.peek("action")
        if function not in about and (about or permission.peek("function") is not UNKNOWN):
            continue
        if principal is not UNKNOWN and principal not in (service, "*"):
            continue
        if action is not UNKNOWN and not action_matches(str(action), ACTIONS[Function]):
            continue
        if about and UNKNOWN not in (principal, action):
            return Verdict.YES
        verdict = Verdict.OPEN
    return verdict


def _policies(stack: Stack, end: View) -> Iterator[AccessHolder]:
    for token, prop in _POLICY_OF[type(end)]:
        for resource in stack.typed(token):
            if not prop and resource.urn != end.urn:
                continue
            if prop and end not in linked(View(resource, stack), prop, type(end)):
                continue
            yield AccessHolder(resource, stack)


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
