"""Something starts itself, directly or through others."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from policies.core import Finding, Open, Severity, Verdict, rule
from policies.flow import flow_of, services
from policies.flow.graph import Flow
from policies.flow.loops import Loop, loops_of, resource_of
from policies.flow.message import describe
from policies.view import Resource, Stack
from policies.views import iam
from policies.views.lambda_ import RecursionConfig


@rule(
    severity=Severity.CRITICAL,
    title="An event comes back to what caused it",
    why="One event is enough: it goes round until somebody sees the bill or the account's limit.",
    fix="Send the output somewhere that does not lead back; the message names the places.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def event_flow_in_a_circle(stack: Stack) -> Iterator[Verdict]:
    flow, loops = flow_of(stack)
    for loop in loops:
        if loop.certain:
            yield _finding(flow, loop)
    for gap in flow.gaps:
        yield Open(gap.resource, gap.prop, gap.because)


def _finding(flow: Flow, loop: Loop) -> Finding:
    return Finding(resource_of(flow, loop), loop.key, describe(loop))


_RELEVANT = frozenset(
    token
    for tokens in (
        services.TYPES,
        services.FACTS,
        *(
            view.tokens()
            for view in (
                RecursionConfig,
                iam.DocumentHolder,
                iam.RolePolicyAttachment,
                iam.PolicyAttachment,
                iam.RolePolicyAttachmentsExclusive,
            )
        ),
    )
    for token in tokens
)

_SEEN: WeakKeyDictionary[Stack, dict[str, str]] = WeakKeyDictionary()
"""Loops of the run so far, by key → URN of the resource that closed it."""


@event_flow_in_a_circle.before_registration
def closes_a_loop(resource: Resource, stack: Stack) -> Iterator[Finding]:
    """Whether `resource` would close a loop among what this run has registered."""
    if resource.type not in _RELEVANT:
        return
    flow = Flow(stack)
    seen = _SEEN.setdefault(stack, {})
    for loop in loops_of(flow, registering=True):
        if loop.certain and seen.setdefault(loop.key, resource.urn) == resource.urn:
            finding = _finding(flow, loop)
            finding.message = f"{resource.name} would close a {finding.message}"
            yield finding
