"""A role without a permissions boundary where the others have one."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.views.iam import Role


@rule(
    severity=Severity.MEDIUM,
    title="A role has no permissions boundary",
    why="It may do what the boundary of all others was put there to stop.",
    fix="Set permissionsBoundary to the ARN that the other roles have.",
    source="sheet 37; https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    settings={
        "required": {
            "type": "boolean",
            "default": False,
            "description": "Whether every role needs one, also where no role of the stack has one.",
        }
    },
)
def missing_boundary(stack: Stack) -> Iterator[Finding]:
    roles = stack.of(Role)
    bounded = [role for role in roles if _has_boundary(role)]
    if not bounded and not missing_boundary.settings["required"]:
        return
    like = f", unlike {min(role.name for role in bounded)}" if bounded else ""
    for role in roles:
        if not _has_boundary(role):
            yield Finding(role, "boundary", f"has no permissionsBoundary{like}")


def _has_boundary(role: Role) -> bool:
    value = role.peek("permissionsBoundary")
    return value is UNKNOWN or bool(value)
