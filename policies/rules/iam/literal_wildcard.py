"""A condition compares a text that holds `*` letter by letter: it never holds."""

from collections.abc import Iterator, Mapping

from policies.core import Finding, Severity, rule
from policies.views.access import AnyHolder

LITERAL = ("stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase")


@rule(
    severity=Severity.MEDIUM,
    title="A condition takes a wildcard literally",
    why="It never holds: what should be allowed is refused, and what should be denied is not.",
    fix="Use StringLike, or ArnLike for ARNs.",
    source="sheet 44; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
)
def literal_wildcard(holder: AnyHolder) -> Iterator[Finding]:
    for prop, statement in holder.statements():
        for operator, block in statement.condition.items():
            if str(operator).lower().rpartition(":")[2].removesuffix("ifexists") not in LITERAL:
                continue
            for key, values in block.items() if isinstance(block, Mapping) else ():
                listed = values if isinstance(values, (list, tuple)) else [values]
                for value in listed:
                    # `${*}` is how a star itself is written.
                    if isinstance(value, str) and "*" in value.replace("${*}", ""):
                        where = f"{prop}, statement {statement.number}"
                        text = f"{where}: {operator} compares {key} with {value}"
                        yield Finding(holder, f"{prop}/{key}/{value}", text)
