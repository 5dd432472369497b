"""A role can be taken on by more than one service."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access import AccessHolder
from policies.views.iam import Role

GO_TOGETHER = ({"lambda.amazonaws.com", "edgelambda.amazonaws.com"},)
"""Services that must stand in one trust (Lambda@Edge: CloudFront developer guide)."""


@rule(
    severity=Severity.LOW,
    title="A role trusts several services",
    why="Each of them gets what the others need, and nobody sees which one uses what.",
    fix="Make a role for each service.",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def several_services(role: Role) -> Iterator[Finding]:
    entries = AccessHolder(role.resource, role.stack).allowing()
    services = {service for entry in entries for service in entry.services()}
    if len(services) > 1 and not any(services <= together for together in GO_TOGETHER):
        message = f"assumeRolePolicy trusts {', '.join(sorted(services))}"
        yield Finding(role, "assumeRolePolicy", message)
