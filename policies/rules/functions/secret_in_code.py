"""A secret stands in code or in a template."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.code import CodeHolder
from policies.views.secret_names import looks_like


@rule(
    severity=Severity.HIGH,
    title="A secret stands in code",
    why="It lies in the repository, in its history and in every version of what runs; whoever "
    "reads one of them has it.",
    fix="Have a new one issued, store it in Secrets Manager or Parameter Store, and read it there.",
    source="sheet 33; https://docs.aws.amazon.com/secretsmanager/latest/userguide/hardcoded.html",
)
def secret_in_code(holder: CodeHolder) -> Iterator[Finding]:
    for place, text in holder.texts():
        if kind := looks_like(text):
            yield Finding(holder, place, f"{place} holds {kind}")
