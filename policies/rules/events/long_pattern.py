"""A rule's pattern is longer than a bus takes."""

import json
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.events import EventRule


@rule(
    severity=Severity.MEDIUM,
    title="A rule's pattern is too long",
    why="AWS refuses the rule in the middle of the deployment; a list of accounts grows into it.",
    fix="Split the rule, drop the list, or have the quota raised and say so in characters.",
    source="sheet 79; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    settings={
        "characters": {
            "type": "integer",
            "minimum": 2048,
            "default": 2048,
            "description": "Longest event pattern that the account's quota allows.",
        }
    },
)
def long_pattern(event_rule: EventRule) -> Iterator[Finding]:
    length, most = len(_compact(event_rule.pattern)), long_pattern.settings["characters"]
    if length > most:
        yield Finding(event_rule, "length", f"its pattern has {length} characters of {most}")


def _compact(text: str) -> str:
    """The text without the white space that the provider takes out."""
    try:
        return json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
