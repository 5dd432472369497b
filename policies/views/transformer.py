"""What the input template of an EventBridge target makes, before there is an event."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLACE = re.compile(r"<([A-Za-z0-9_.-]+)>")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
# Characters that no template has: Unicode leaves them to private use.
_BARE = "\ue000"
_QUOTED = "\ue001"


@dataclass(frozen=True)
class Place:
    """A value that only an event brings."""

    name: str = ""
    """What `inputPaths` calls it; empty for a text with a place inside."""


def filled(template: str) -> Any:
    """The template as JSON, with a `Place` for what comes from the event.

    Raises ValueError where it is no JSON, whatever is put in: bare places become values, others
    text.
    """
    text = _TEXT.sub(lambda quoted: PLACE.sub(rf"{_QUOTED}\1{_QUOTED}", quoted[0]), template)
    try:
        # A list, because a bare place cannot be a key either.
        return _placed(json.loads(PLACE.sub(rf'["{_BARE}\1"]', text)))
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _placed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _placed(item) for key, item in value.items()}
    if isinstance(value, list):
        if len(value) == 1 and isinstance(value[0], str) and value[0].startswith(_BARE):
            return Place(value[0].removeprefix(_BARE))
        return [_placed(item) for item in value]
    if isinstance(value, str) and _QUOTED in value:
        first, name, *rest = value.split(_QUOTED)
        return Place("" if first or rest != [""] else name)
    return value
