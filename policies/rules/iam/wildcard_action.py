"""A policy allows all actions of a service, or of all services."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.iam import has_wildcard
from policies.views.iam import DocumentHolder


@rule(
    severity=Severity.HIGH,
    title="A policy allows every action",
    why="Code that is broken into can do whatever the policy allows, not only what it needs.",
    fix="List the actions that the code calls.",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def wildcard_action(holder: DocumentHolder) -> Iterator[Finding]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            where = f"{prop}, statement {statement.number}"
            if statement.not_actions:
                but = ", ".join(statement.not_actions)
                yield Finding(holder, f"{prop}/not/{but}", f"{where} allows everything but {but}")
            for action in statement.actions:
                if what := _everything(action):
                    yield Finding(holder, f"{prop}/{action}", f"{where} allows {what}: {action}")


def _everything(action: str) -> str:
    """What all the pattern covers, in words; empty where it covers less than a service."""
    service, _, name = action.partition(":")
    if has_wildcard(service):
        return "actions of any service"
    return f"every action of {service}" if name and not name.strip("*") else ""
