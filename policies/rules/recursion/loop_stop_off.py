"""The loop stop of AWS is switched off and nobody wrote down why."""

from __future__ import annotations

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.flow.loops import REASON_TAG
from policies.views.lambda_ import RecursionConfig


@rule(
    severity=Severity.HIGH,
    title="Loop detection is off without a reason",
    why="Nothing stops a function that triggers itself; the bill grows until somebody looks.",
    fix=f"Remove the setting, or say in the function's tag {REASON_TAG} how the loop ends.",
    source="sheet 01; https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html",
)
def loop_allowed_without_reason(setting: Joined[RecursionConfig]) -> Iterator[Finding]:
    if setting.recursive_loop != "Allow":
        return
    function = setting.function
    if function is None:
        yield Finding(setting, "elsewhere", "allows loops for a function of another stack")
    elif not function.tags.get(REASON_TAG, "").strip():
        yield Finding(function, "no-reason", f"may loop for ever and has no tag {REASON_TAG}")
