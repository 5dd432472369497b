"""Which resources name which: by value where it is known, else over recorded dependencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from policies import iam
from policies.view import Stack, V, View


def linked(view: View, prop: str, kind: type[V]) -> list[V]:
    """Every `kind` that `prop`, one value or a list, may name.

    By name, ARN or id where all values are known, else also over recorded dependencies, which
    work before ARNs exist. Before the stack is complete an ARN is compared by its last part.
    """
    stack = view.stack
    if stack is None:
        return []
    values = listed(view, prop)
    named = [
        found for value in values if isinstance(value, str) for found in _find(stack, kind, value)
    ]
    if values and len(named) == len(values):
        return named
    urns = view.resource.property_dependencies.get(prop, ())
    recorded = [kind(r, stack) for r in map(stack.get, urns) if r and r.type in kind.tokens()]
    return list(dict.fromkeys(named + recorded))


def gathered(
    stack: Stack, kind: type[V], prop: str, to: type[View]
) -> Iterator[tuple[View, list[V]]]:
    """(place, all that name it at `prop`, sorted by URN): a `to` of this stack or, where it is of
    another one and `prop` is its name, the first of those that name it."""
    found: dict[View | str, list[V]] = defaultdict(list)
    for view in stack.of(kind):
        places, name = linked(view, prop, to), view.peek(prop)
        if len(places) == 1:
            found[places[0]].append(view)
        elif isinstance(name, str) and name:
            found[name].append(view)
    for place, several in found.items():
        several.sort(key=lambda view: view.urn)
        yield place if isinstance(place, View) else several[0], several


def linking(target: View, kind: type[V], prop: str) -> list[V]:
    """Every `kind` that may name `target` at `prop`: `linked` backwards."""
    stack = target.stack or Stack()
    return stack.once(_linking, kind, prop, type(target)).get(target.urn, [])


def _linking(stack: Stack, kind: type[V], prop: str, to: type[View]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for view in stack.of(kind):
        for target in dict.fromkeys(linked(view, prop, to)):
            found[target.urn].append(view)
    return dict(found)


def _find(stack: Stack, kind: type[V], identity: str) -> list[V]:
    found = stack.find(kind, identity)
    if found or stack.complete or ":iam::aws:" in identity:
        return found
    return stack.find(kind, iam.last_part(identity))


def listed(view: View, prop: str) -> list[Any]:
    """The values of a property that may be one or a list; those not known are `UNKNOWN`."""
    value = view.peek(prop)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
