"""What an IoT rule cannot deliver vanishes."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.callers import TopicRule


@rule(
    severity=Severity.MEDIUM,
    title="What a device rule cannot deliver vanishes",
    why="IoT tries an action for a while and then drops the message; the device hears of nothing.",
    fix="Set errorAction to a queue or stream that keeps what failed.",
    source="https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html",
)
def device_rule_drops(device_rule: TopicRule) -> Iterator[Finding]:
    if device_rule.flag("enabled", True) and device_rule.peek("errorAction") in (None, {}):
        yield Finding(
            device_rule, "error-action", "has no errorAction for what its actions fail at"
        )
