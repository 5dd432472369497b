"""An access key that lasts until somebody deletes it."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.iam import AccessKey


@rule(
    severity=Severity.MEDIUM,
    title="A long-lived access key is made",
    why="It works from anywhere for whoever finds it, and lies in this stack's state.",
    fix="Use a role: of the service, or for pipelines one that trusts their identity provider.",
    source="sheet 55; https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def access_key(key: AccessKey) -> Iterator[Finding]:
    if key.active:
        yield Finding(key, "key", "is a key for a user that does not expire")
