"""An exemption has expired."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.exemptions import ExemptedStack


@rule(
    severity=Severity.HIGH,
    title="An exemption has expired",
    why="The fault was to be mended by then; what it let stand is reported again.",
    fix="Mend the fault and delete the exemption, or have its owner set a new date.",
    source="https://www.pulumi.com/docs/insights/policy/",
)
def expired_exemption(stack: ExemptedStack) -> Iterator[Finding]:
    for item in stack.exemptions:
        if item.complete and not item.in_force(stack.today):
            message = (
                f"{item.path}: {item.rule} for {item.target} ended on {item.until} "
                f"(owner {item.owner}: {item.reason})"
            )
            yield Finding(item.at, f"{item.rule}/{item.target}", message)
