"""A policy names something with a blank around it."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.iam import Statement
from policies.views.access import AnyHolder


@rule(
    severity=Severity.MEDIUM,
    title="A policy names something with a blank around it",
    why="AWS compares to the letter: what is allowed is then allowed for nothing, and what is "
    "denied is open.",
    fix="Take the blank, or the line break, away.",
    source="sheet 79; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
)
def padded_text(holder: AnyHolder) -> Iterator[Finding]:
    for prop, statement in holder.statements():
        for text in _texts(statement):
            if text != text.strip():
                message = f"{prop}, statement {statement.number} names {text!r}"
                yield Finding(holder, f"{prop}/{statement.number}/{text.strip()}", message)


def _texts(statement: Statement) -> Iterator[str]:
    principals = (*statement.principals.values(), *statement.not_principals.values())
    lists = (
        statement.actions,
        statement.not_actions,
        statement.resources,
        statement.not_resources,
        *principals,
    )
    found = (text for listed in lists for text in listed if isinstance(text, str))
    yield from dict.fromkeys(found)
