"""A function's role reaches many services: the function does too much."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.views.attached import documents_by_role
from policies.views.iam import Role
from policies.views.lambda_ import Function
from policies.views.linked import linked

EVERY_FUNCTION = frozenset({"logs", "xray", "ec2", "kms", "cloudwatch"})
"""Services that a function needs for its log, traces, network and keys, whatever it does."""


@rule(
    severity=Severity.LOW,
    title="A function's role reaches many services",
    why="A function for everything needs rights to everything, and no policy can be narrow.",
    fix="Split it into functions of one task each.",
    source="sheet 37; https://docs.aws.amazon.com/lambda/latest/dg/concepts-application-design.html",
    settings={
        "most": {
            "type": "integer",
            "default": 5,
            "description": "Services that a role may reach, beside logs, traces, network and keys.",
        }
    },
)
def all_purpose_role(stack: Stack) -> Iterator[Finding | Open]:
    policies = documents_by_role(stack)
    for function in stack.of(Function):
        for role in linked(function, "role", Role):
            services: set[str] = set()
            for item in policies.get(role.urn, ()):
                if item.because is not None:
                    yield Open.of(item.because)
                for statement in item.document.allowing() if item.document else ():
                    services |= {action.partition(":")[0].lower() for action in statement.actions}
            services -= EVERY_FUNCTION
            if len(services) > all_purpose_role.settings["most"]:
                names = ", ".join(sorted(services))
                message = f"its role {role.name} reaches {len(services)} services: {names}"
                yield Finding(function, "role", message)
