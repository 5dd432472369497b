"""A policy stands on a user."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import View


class OnUser(View):
    """Everything that puts a policy on users."""

    token = (
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
    )

    @property
    def names_users(self) -> bool:
        """Whether it is on a user, known or not."""
        if not self.resource.type.endswith(":PolicyAttachment"):
            return True
        users = self.peek("users")
        return users is UNKNOWN or bool(users)


@rule(
    severity=Severity.LOW,
    title="A policy stands on a user",
    why="Who looks through roles and groups misses it, and it stays when his work changes.",
    fix="Put it on a role that the user takes on, or on a group.",
    source="sheet 55; https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
)
def user_policy(policy: OnUser) -> Iterator[Finding]:
    if policy.names_users:
        yield Finding(policy, "user", "gives permissions to a user by himself")
