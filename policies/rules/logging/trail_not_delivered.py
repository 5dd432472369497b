"""A filter waits in a log group for calls that no trail writes there."""

import re
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.values import UNKNOWN
from policies.views.cloudtrail import Trail, trails_into
from policies.views.linked import linked
from policies.views.logs import LogFilter, LogGroup

OF_A_TRAIL = re.compile(r"\$\.(eventName|eventSource|userIdentity|requestParameters)\b")
"""Fields of CloudTrail's records."""


@rule(
    severity=Severity.MEDIUM,
    title="A filter waits for calls no trail writes",
    why="A trail writes to a log group only where it names one: the alert never comes.",
    fix="Set the trail's cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
    source="sheet 68; https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
)
def trail_not_delivered(stack: Stack) -> Iterator[Finding | Open]:
    trails = stack.of(Trail)
    # With no trail here, the one that is meant is elsewhere.
    for log_filter in stack.of(LogFilter) if trails else ():
        pattern = log_filter.peek(log_filter.pattern_property)
        if not isinstance(pattern, str) or not OF_A_TRAIL.search(pattern):
            continue
        for group in linked(log_filter, log_filter.group_property, LogGroup):
            if any(trails_into(trails, "cloudWatchLogsGroupArn", group)):
                continue
            unclear = [t for t in trails if _may_be_any(t)]
            if unclear:
                yield Open(unclear[0].resource, "cloudWatchLogsGroupArn")
            else:
                message = f"waits for calls in {group.name}, where no trail of the stack writes"
                yield Finding(log_filter, group.name, message)


def _may_be_any(trail: Trail) -> bool:
    prop = "cloudWatchLogsGroupArn"
    return trail.peek(prop) is UNKNOWN and not trail.resource.property_dependencies.get(prop)
