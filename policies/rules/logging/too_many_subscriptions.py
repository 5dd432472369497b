"""More subscriptions than a log group has."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.view import View
from policies.views.iam import linked
from policies.views.logs import LogGroup, SubscriptionFilter

MOST = 2


@rule(
    severity=Severity.MEDIUM,
    title="A log group has too many subscriptions",
    why="AWS takes two for a log group and refuses the third, in the middle of the deployment.",
    fix="Send the lines to one stream that several read, or join the filters.",
    source="sheet 68; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
)
def too_many_subscriptions(stack: Stack) -> Iterator[Finding]:
    by_group: dict[object, list[View]] = {}
    for subscription in stack.of(SubscriptionFilter):
        groups = linked(subscription, "logGroup", LogGroup)
        name = subscription.peek("logGroup")
        if len(groups) == 1:
            by_group.setdefault(groups[0], []).append(subscription)
        elif isinstance(name, str) and name:
            by_group.setdefault(name, []).append(subscription)
    for group, several in by_group.items():
        if len(several) > MOST:
            several.sort(key=lambda view: view.urn)
            names = ", ".join(view.name for view in several)
            at = group if isinstance(group, View) else several[0]
            yield Finding(at, "subscriptions", f"has {len(several)} of {MOST}: {names}")
