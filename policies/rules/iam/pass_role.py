"""A policy lets roles be passed on, to whatever service takes them."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.iam import broad_pattern
from policies.views.access import limited_by
from policies.views.iam import DocumentHolder

PASSED_TO = "iam:passedtoservice"


@rule(
    severity=Severity.MEDIUM,
    title="A role can be passed to any service",
    why="Whoever holds it can hand the role to a service that runs his own code with it.",
    fix="Name the role, and add the condition iam:PassedToService.",
    source="sheet 55; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)
def pass_role(holder: DocumentHolder) -> Iterator[Finding]:
    for prop, document in holder.documents():
        for statement in document.allowing():
            # Wildcards of a whole service are another rule's.
            names_it = [a for a in statement.actions if a.lower().startswith("iam:p")]
            if not names_it or not statement.covers("iam:PassRole"):
                continue
            if limited_by(statement, PASSED_TO):
                continue
            broad = [p for p in statement.resources if isinstance(p, str) and broad_pattern(p)]
            which = f"any role ({broad[0]})" if broad else "its roles"
            message = f"{prop}, statement {statement.number} lets {which} be passed to any service"
            yield Finding(holder, f"{prop}/{statement.sid or ','.join(statement.actions)}", message)
