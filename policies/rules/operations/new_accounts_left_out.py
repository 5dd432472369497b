"""A stack set does not come to new accounts."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.stack_sets import StackSet


@rule(
    severity=Severity.LOW,
    title="New accounts are left out of a stack set",
    why="An account that joins the organization has none of it: no rule, no alert, and no error.",
    fix="Set autoDeployment with enabled.",
    source="sheet 79; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html",
)
def new_accounts_left_out(stack_set: StackSet) -> Iterator[Finding]:
    if stack_set.by_organization and not stack_set.flag("autoDeployment.enabled"):
        yield Finding(stack_set, "auto", "is SERVICE_MANAGED and has no autoDeployment.enabled")
