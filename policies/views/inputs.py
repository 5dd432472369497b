"""What rules' targets and schedules send besides the event: fixed inputs, headers, parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN
from policies.view import View
from policies.views.transformer import filled

_TEXTS = ("input", "inputTransformer.inputTemplate", "target.input")
_FIELDS = ("httpTarget.headerParameters", "httpTarget.queryStringParameters")


class Sender(View):
    """`aws.cloudwatch.EventTarget` or `aws.scheduler.Schedule`."""

    token = ("aws:cloudwatch/eventTarget:EventTarget", "aws:scheduler/schedule:Schedule")

    def fixed(self) -> Iterator[tuple[str, str, Any]]:
        """(place, name, value) of each fixed value; the name is empty for a text that is no JSON.

        A value is a text, `UNKNOWN`, or a `Place` that the event fills. What is known comes first;
        then it raises `Undecided` for a text that is not.
        """
        unknown = [place for place in (*_TEXTS, *_FIELDS) if self.peek(place) is UNKNOWN]
        for place in _TEXTS:
            if isinstance(text := self.peek(place), str):
                yield from ((place, name, value) for name, value in _leaves("", _read(text)))
        for place in _FIELDS:
            given = self.peek(place)
            for name, value in given.items() if isinstance(given, Mapping) else ():
                if not (isinstance(value, str) and value.startswith("$.")):
                    yield place, str(name), value
        for place in unknown:
            self.read(place)


def _read(text: str) -> Any:
    for reading in (json.loads, filled):
        try:
            return reading(text)
        except (ValueError, RecursionError):
            continue
    return text


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """(name, value) of all that is no list and no object."""
    work: list[tuple[str, Any]] = [(name, value)]
    while work:
        at, found = work.pop()
        if isinstance(found, Mapping):
            work += [(str(key), item) for key, item in found.items()]
        elif isinstance(found, list):
            work += [(at, item) for item in found]
        else:
            yield at, found
