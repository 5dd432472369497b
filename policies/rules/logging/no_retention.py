"""Logs that are kept for ever cost more every month."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.logs import LogGroup


@rule(
    severity=Severity.LOW,
    title="A log group keeps its logs for ever",
    why="Nobody reads last year's logs, but they are paid for every month and may hold "
    "personal data.",
    fix="Set retentionInDays.",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    settings={
        "days": {
            "type": "integer",
            "default": 30,
            "description": "What the remediation sets; one of the values that CloudWatch takes.",
        }
    },
)
def no_retention(group: LogGroup) -> Iterator[Finding]:
    if group.retention_days == 0 and group.group_class != "DELIVERY":
        yield Finding(group, "retention", "has no retention: its events never expire")


@no_retention.remediation
def keep_some_days(_: LogGroup) -> Mapping[str, Any]:
    return {"retentionInDays": no_retention.settings["days"]}
