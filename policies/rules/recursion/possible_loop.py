"""Something may start itself; what decides it is not known yet, or only to the code."""

from __future__ import annotations

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.flow import flow_of, loops_with_peers
from policies.flow.loops import resource_of
from policies.flow.message import describe
from policies.view import Stack


@rule(
    severity=Severity.LOW,
    title="An event may come back to what caused it",
    why="If the open points turn out as they may, one event goes round without an end.",
    fix="Look at the points marked possible; what creation makes known is decided in the update.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def event_flow_maybe_in_a_circle(stack: Stack) -> Iterator[Finding]:
    flow, loops = flow_of(stack)
    for loop in loops:
        if not loop.certain:
            yield Finding(resource_of(flow, loop), loop.key, describe(loop))
    for other, loop in loops_with_peers(stack):
        if not loop.certain:
            yield Finding(resource_of(other, loop), loop.key, describe(loop))
