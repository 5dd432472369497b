"""What an event pattern says of an event's fields, as it is written."""

from __future__ import annotations

import json
from typing import Any

from policies.views.events import EventRule

PARTNER = "aws.partner/"
"""How the sources of software partners begin; their events come over buses of their own."""

BY_TRAIL = "AWS API Call via CloudTrail"
"""Detail-type of calls of AWS's APIs, which come where a trail records them."""

_EVERYWHERE = {"source", "account", "region", "version"}


def written(event_rule: EventRule) -> dict[str, Any]:
    """The pattern as an object; empty for a schedule, and for text that is no pattern."""
    try:
        found = json.loads(event_rule.pattern or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def listed(value: Any) -> list[str]:
    """The texts of a field's list; empty where there is anything else among them."""
    found = value if isinstance(value, list) else []
    return found if all(isinstance(item, str) for item in found) else []


def sources(event_rule: EventRule) -> list[str]:
    """The sources that the pattern lists; empty where it has none, or compares in other ways."""
    return listed(written(event_rule).get("source"))


def source_heads(event_rule: EventRule) -> list[str]:
    """What the sources begin with (`{"prefix": …}`), or are; empty where that is not clear."""
    found = written(event_rule).get("source")
    heads = [_head(item) for item in found] if isinstance(found, list) else []
    return heads if all(heads) else []


def all_of_its_sources(event_rule: EventRule) -> bool:
    """Whether the pattern takes all that its sources tell, of whatever kind."""
    found = written(event_rule)
    return "source" in found and set(found) <= _EVERYWHERE


def _head(item: Any) -> str:
    if isinstance(item, dict) and len(item) == 1:
        item = item.get("prefix") or str(item.get("wildcard") or "").partition("*")[0]
    return item if isinstance(item, str) else ""
