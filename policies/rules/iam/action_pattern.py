"""A policy allows actions by a pattern such as `s3:Get*`."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.iam import has_wildcard
from policies.iam_actions import actions_matching
from policies.views.iam import DocumentHolder


@rule(
    severity=Severity.LOW,
    title="A policy allows actions by a pattern",
    why="The pattern also covers actions that nobody thought of, and those that AWS adds later.",
    fix="List the actions that the code calls.",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def actions_by_pattern(holder: DocumentHolder) -> Iterator[Finding]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            for action in statement.actions:
                service, _, name = action.partition(":")
                # Whole services are the other rule's.
                if has_wildcard(service) or not has_wildcard(name) or not name.strip("*"):
                    continue
                where = f"{prop}, statement {statement.number}"
                message = f"{where}: {action} covers {_extent(action)}"
                yield Finding(holder, f"{prop}/{action}", message)


def _extent(pattern: str) -> str:
    covered = actions_matching(pattern)
    if not covered:
        return "no action that AWS lists"
    changing = [facts.name for facts in covered if facts.access_level not in ("Read", "List")]
    count = f"{len(covered)} action{'s' if len(covered) > 1 else ''}"
    if not changing:
        return f"{count}, all of which only read"
    return f"{count}, of which {len(changing)} change something ({changing[0]})"
