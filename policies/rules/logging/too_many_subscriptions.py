"""More subscriptions than a log group has."""

from collections.abc import Iterator

from policies.core import Finding, Severity, Stack, rule
from policies.views.linked import gathered
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
    for place, several in gathered(stack, SubscriptionFilter, "logGroup", LogGroup):
        if len(several) > MOST:
            names = ", ".join(view.name for view in several)
            yield Finding(place, "subscriptions", f"has {len(several)} of {MOST}: {names}")
