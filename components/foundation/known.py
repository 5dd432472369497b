"""Values with outputs inside, as one output.

`Output.from_input` and `Output.json_dumps` make an output of every list and mapping on the way
down, and the SDK takes the longer the more outputs wait. These make one for the whole value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pulumi

T = TypeVar("T")


def once_known(value: Any, make: Callable[[Any], T]) -> pulumi.Output[T]:
    """`make(value)`, called when all outputs in the lists, tuples and mappings of it are known.

    `make` gets lists for tuples; `value` must not be changed afterwards. The result depends on what
    the outputs depend on, is secret where one of them is, and unknown at preview where one is.
    """
    # An output that stands in several places is waited for once.
    outputs = list({id(output): output for output in _outputs(value)}.values())
    if not outputs:
        return pulumi.Output.from_input(make(_filled(value, {})))
    if len(outputs) == 1:
        (only,) = outputs
        return only.apply(lambda found: make(_filled(value, {id(only): found})))

    def fill(found: list[Any]) -> T:
        pairs = zip(outputs, found, strict=True)
        return make(_filled(value, {id(output): item for output, item in pairs}))

    return pulumi.Output.all(*outputs).apply(fill)


def json_text(value: Any) -> pulumi.Output[str]:
    """The JSON text of `value`, whose leaves may be outputs."""
    return once_known(value, json.dumps)


def _outputs(value: Any) -> Iterator[pulumi.Output[Any]]:
    if isinstance(value, pulumi.Output):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _outputs(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _outputs(item)


def _filled(value: Any, known: Mapping[int, Any]) -> Any:
    if isinstance(value, pulumi.Output):
        return known[id(value)]
    if isinstance(value, Mapping):
        return {key: _filled(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(item, known) for item in value]
    return value
