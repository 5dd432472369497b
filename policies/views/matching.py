"""Filters that nothing can pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from policies.flow.overlap import Overlap
from policies.flow.pattern import Pattern, overlaps, parse

_TYPES = ("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS")
_IMAGES = ("Keys", "NewImage", "OldImage")
_EVENTS = ("INSERT", "MODIFY", "REMOVE")


def passes_nothing(source: Any) -> str:
    """Why no message passes the filter (JSON text or a mapping); empty where one may."""
    try:
        pattern = parse(source)
    except ValueError as error:
        text = str(error)
        return text if text.startswith(("is ", "has ")) else f"is no filter: {text}"
    # Looked at alone, a list in a message helps no more than each of its items.
    alone = Pattern(pattern.branches, pattern.paths())
    return "matches nothing" if overlaps([alone]) is Overlap.NO else ""


def misses_changes(source: Any) -> str:
    """Why no change of a DynamoDB table passes the filter; empty where one may."""
    try:
        found = json.loads(source) if isinstance(source, str) else source
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, Mapping):
        return ""
    names = found.get("eventName")
    named = names if isinstance(names, list) and all(isinstance(n, str) for n in names) else []
    if named and not set(named) & set(_EVENTS):
        return f"waits for eventName {named[0]}, and there are {', '.join(_EVENTS)}"
    changed = found.get("dynamodb")
    if not isinstance(changed, Mapping):
        return ""
    for image in _IMAGES:
        attributes = changed.get(image)
        for name, value in attributes.items() if isinstance(attributes, Mapping) else ():
            if isinstance(value, list):
                return f'compares {image}.{name}, which is an object by type: {{"S": [...]}}'
            if isinstance(value, Mapping) and not set(value) & {*_TYPES, "$or"}:
                return f"looks for {image}.{name}.{next(iter(value), '')}, which is no type"
    return ""
