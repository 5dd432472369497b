"""Something starts itself, directly or through others."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Verdict, rule
from policies.flow import flow_of, loops_with_peers
from policies.flow.graph import Flow
from policies.flow.growing import Growing
from policies.flow.loops import Loop, loops_of, resource_of, touches
from policies.flow.message import describe
from policies.flow.parts import Joined
from policies.flow.peers import VARIABLE, peers_of
from policies.view import Resource, Stack


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
    for other, loop in loops_with_peers(stack):
        if loop.certain:
            yield _finding(other, loop)
    for problem in peers_of(stack)[1]:
        yield Open(next(iter(stack)), VARIABLE, f"says too little: {problem}")


def _finding(flow: Flow, loop: Loop) -> Finding:
    return Finding(resource_of(flow, loop), loop.key, describe(loop))


class _Run:
    """What the checks before registration remember of one run."""

    def __init__(self, stack: Stack) -> None:
        self.peers, _ = peers_of(stack)
        self.growing = self._start(stack)
        self.closed_by: dict[str, str] = {}
        """Loops so far, by key → URN of the resource that closed them."""

    def _start(self, stack: Stack) -> Growing:
        growing = Growing(stack)
        for peer in self.peers:
            beside = Growing(peer, growing)
            for resource in peer:
                beside.add(resource)
        return growing

    def flow(self, stack: Stack) -> Flow:
        return Flow(Joined((stack, *self.peers)))

    def may_close(self, resource: Resource, stack: Stack) -> bool:
        if len(self.growing) + 1 < len(stack):
            # Not asked about every resource: start again from what is there.
            self.growing = self._start(stack)
            closing = [self.growing.add(known) for known in stack]
            return any(closing)
        return self.growing.add(resource)


@functools.lru_cache(maxsize=1)
def _run_of(stack: Stack) -> _Run:
    """One process sees one run: only the latest is kept."""
    return _Run(stack)


@event_flow_in_a_circle.before_registration
def closes_a_loop(resource: Resource, stack: Stack) -> Iterator[Finding]:
    """Whether `resource` would close a loop among what this run has registered."""
    run = _run_of(stack)
    if not run.may_close(resource, stack):
        return
    flow = run.flow(stack)
    for loop in loops_of(flow, registering=True):
        if not touches(flow, loop):
            continue
        if loop.certain and run.closed_by.setdefault(loop.key, resource.urn) == resource.urn:
            finding = _finding(flow, loop)
            finding.message = f"{resource.name} would close a {finding.message}"
            yield finding
