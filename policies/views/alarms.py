"""Views of CloudWatch alarms."""

from __future__ import annotations

from collections.abc import Iterator

from policies.values import UNKNOWN
from policies.view import V, View

DROPPED = "RecursiveInvocationsDropped"
"""Lambda's metric of events that it dropped to stop a loop."""


class MetricAlarm(View):
    """`aws.cloudwatch.MetricAlarm`."""

    token = "aws:cloudwatch/metricAlarm:MetricAlarm"

    @property
    def namespace(self) -> str:
        """`AWS/Lambda` …; empty for an alarm over several metrics (`metricQueries`)."""
        return self.text("namespace")

    @property
    def metric(self) -> str:
        return self.text("metricName")

    @property
    def statistic(self) -> str:
        """`Sum`, `Average` …; a percentile (`p99`) comes from `extendedStatistic`."""
        return self.text("statistic") or self.text("extendedStatistic")

    @property
    def comparison(self) -> str:
        """`GreaterThanThreshold` …"""
        return self.text("comparisonOperator")

    @property
    def threshold(self) -> float | None:
        """None where the threshold is a band that CloudWatch learns."""
        return self.number("threshold")

    @property
    def tells_nobody(self) -> bool:
        """Whether going off does nothing; targets that are not known yet count as somebody."""
        return not self.flag("actionsEnabled", True) or self.peek("alarmActions") in (None, [])

    def watched(self, dimension: str, kind: type[V]) -> Iterator[V]:
        """Every `kind` of this stack that the dimension may name."""
        if self.stack is None:
            return
        value = self.peek(f"dimensions.{dimension}")
        found = self.stack.find(kind, value) if isinstance(value, str) else []
        if value is UNKNOWN or self.peek("dimensions") is UNKNOWN:
            behind = self.resource.property_dependencies.get("dimensions", ())
            linked = [self.stack.get(urn) for urn in behind]
            found = [kind(r, self.stack) for r in linked if r and r.type in kind.tokens()]
        yield from found


class CompositeAlarm(View):
    """`aws.cloudwatch.CompositeAlarm`: goes off when other alarms do."""

    token = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
