"""A policy stands on a user."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.iam import UserPolicies


@rule(
    severity=Severity.LOW,
    title="A policy stands on a user",
    why="Who looks through roles and groups misses it, and it stays when his work changes.",
    fix="Put it on a role that the user takes on, or on a group.",
    source="sheet 55; https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
)
def user_policy(policy: UserPolicies) -> Iterator[Finding]:
    if policy.names_users:
        yield Finding(policy, "user", "gives permissions to a user by himself")
