"""Views of CloudWatch Logs."""

from __future__ import annotations

from policies.view import View


class LogGroup(View):
    """`aws.cloudwatch.LogGroup`."""

    token = "aws:cloudwatch/logGroup:LogGroup"

    @property
    def retention_days(self) -> float:
        """Days that events are kept; 0 for ever, which is what nothing set means."""
        return self.number("retentionInDays", 0) or 0

    @property
    def group_class(self) -> str:
        """`STANDARD` (the default), `INFREQUENT_ACCESS`, or `DELIVERY`, which keeps two days."""
        return self.text("logGroupClass", "STANDARD")


class SubscriptionFilter(View):
    """`aws.cloudwatch.LogSubscriptionFilter`: events of a group, sent on as they come."""

    token = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"


class LogFilter(View):
    """`aws.cloudwatch.LogSubscriptionFilter` or `aws.cloudwatch.LogMetricFilter`."""

    token = (
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    )

    @property
    def pattern_property(self) -> str:
        """The property with the pattern of the lines that pass."""
        return "filterPattern" if self.subscribes else "pattern"

    @property
    def pattern(self) -> str:
        """The lines that pass; empty for all."""
        return self.text(self.pattern_property)

    @property
    def group_property(self) -> str:
        """The property with the log group."""
        return "logGroup" if self.subscribes else "logGroupName"

    @property
    def subscribes(self) -> bool:
        """Whether the lines are sent on, not only counted."""
        return self.resource.type == self.token[0]
