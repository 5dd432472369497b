"""A policy allows all but the named principals."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access import AccessHolder


@rule(
    severity=Severity.HIGH,
    title="A policy allows all but the named principals",
    why="Everybody else in the world is let in, also those without an AWS account.",
    fix="Name the principals that may, in Principal.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
)
def not_principal(holder: AccessHolder) -> Iterator[Finding]:
    for entry in holder.allowing():
        if entry.statement.not_principals:
            named = [
                principal if isinstance(principal, str) else "one not known yet"
                for principals in entry.statement.not_principals.values()
                for principal in principals
            ]
            message = f"{entry.where} lets everybody in but {', '.join(named)}"
            yield Finding(
                holder, f"{entry.prop}/{entry.statement.sid or entry.statement.index}", message
            )
