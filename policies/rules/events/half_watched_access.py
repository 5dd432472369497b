"""Only one of the two ways into an account through IAM Identity Center is watched."""

import re
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.view import View
from policies.views.events import EventRule
from policies.views.logs import LogFilter

WAYS = {"Federate": "the console", "GetRoleCredentials": "the command line"}
"""The call that tells which role somebody takes on, by way."""


@rule(
    severity=Severity.MEDIUM,
    title="Only one way into accounts is watched",
    why="Who takes on a role in the console makes another call than on the command line: the alert "
    "stays silent for the other half.",
    fix="Watch for Federate and GetRoleCredentials of sso.amazonaws.com.",
    source="sheet 68; https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html",
)
def half_watched_access(stack: Stack) -> Iterator[Finding | Open]:
    watching: dict[View, set[str]] = {}
    unknown = None
    for view, prop in _watchers(stack):
        text = view.peek(prop)
        if text is UNKNOWN:
            unknown = Open(view.resource, prop)
        elif isinstance(text, str) and (found := _watched(text)):
            watching[view] = found
    seen = set().union(*watching.values())
    if len(seen) != 1:
        return
    (way,) = seen
    other = next(name for name in WAYS if name != way)
    if unknown is not None:
        yield unknown
        return
    for view in watching:
        message = f"watches for {way} ({WAYS[way]}); {other} ({WAYS[other]}) goes unseen"
        yield Finding(view, way, message)


def _watchers(stack: Stack) -> Iterator[tuple[View, str]]:
    for event_rule in stack.of(EventRule):
        if not event_rule.stopped:
            yield event_rule, "eventPattern"
    for log_filter in stack.of(LogFilter):
        yield log_filter, log_filter.pattern_property


def _watched(text: str) -> set[str]:
    if "sso.amazonaws.com" in text and "eventName" not in text:
        return set(WAYS)
    return {name for name in WAYS if re.search(rf"\b{name}\b", text)}
