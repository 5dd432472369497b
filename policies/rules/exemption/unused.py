"""An exemption is in force and nothing needs it."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.exemptions import ExemptedStack


@rule(
    severity=Severity.LOW,
    title="An exemption is not used",
    why="It would let the next such fault stand without a word.",
    fix="Delete the exemption.",
    source="https://www.pulumi.com/docs/insights/policy/",
)
def unused_exemption(stack: ExemptedStack) -> Iterator[Finding]:
    for item in stack.unused():
        message = f"{item.path}: nothing needs {item.rule} for {item.target}"
        yield Finding(item.at, f"{item.rule}/{item.target}", message)
