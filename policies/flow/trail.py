"""What a trail of CloudTrail records.

Source: CloudTrail API reference, `EventSelector` and `AdvancedEventSelector`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies.view import View


class Trail(View):
    """`aws.cloudtrail.Trail`: what it records of an account."""

    token = "aws:cloudtrail/trail:Trail"  # noqa: S105  a type token

    def records(self, service: str, type_: str, region: object) -> bool:
        """Whether it is known to record all changes by `service` that are management events, or
        data events of `type_`, in `region` (None: that of the stack)."""
        here = self.peek("isMultiRegionTrail") is True or self.peek("region") == region
        if self.peek("enableLogging") not in (None, True) or not here:
            return False
        chosen = self.peek(self.selectors)
        if chosen in (None, []):
            return not type_
        listed = chosen if isinstance(chosen, list) else ()
        if self.selectors == "eventSelectors":
            return any(_basic(one, service, type_) for one in listed)
        return any(_advanced(one, type_) for one in listed)

    @property
    def selectors(self) -> str:
        """The property that says what is recorded: a trail has one of the two kinds."""
        more = "advancedEventSelectors"
        return "eventSelectors" if self.peek(more) in (None, []) else more


def _basic(selector: Any, service: str, type_: str) -> bool:
    if not isinstance(selector, Mapping) or selector.get("readWriteType") not in _WRITES:
        return False
    if not type_:
        included = selector.get("includeManagementEvents") in (None, True)
        left_out = _listed(selector.get("excludeManagementEventSources"))
        return included and f"{service}.amazonaws.com" not in left_out
    return any(
        isinstance(one, Mapping)
        and one.get("type") == type_
        and any(value in _ALL_RESOURCES for value in _listed(one.get("values")))
        for one in _listed(selector.get("dataResources"))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_WRITES = (None, "All", "WriteOnly")
_ALL_RESOURCES = ("arn:aws:s3", "arn:aws:s3:::", "arn:aws:lambda", "arn:aws:dynamodb")


def _advanced(selector: Any, type_: str) -> bool:
    """Whether it has these conditions and no other, so that it records them all."""
    fields = selector.get("fieldSelectors") if isinstance(selector, Mapping) else None
    given = [
        {key: value for key, value in field.items() if value not in (None, [])}
        for field in _listed(fields)
        if isinstance(field, Mapping)
    ]
    wanted = {"eventCategory": "Data" if type_ else "Management", "readOnly": "false"}
    if type_:
        wanted["resources.type"] = type_
    conditions = [{"field": name, "equals": [value]} for name, value in wanted.items()]
    needed = [one for one in conditions if one["field"] != "readOnly"]
    return all(one in given for one in needed) and all(one in conditions for one in given)
