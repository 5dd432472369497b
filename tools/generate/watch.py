"""What the pack sees of the real graph: its stack, and which rules look at which types in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pulumi.output import Unknown

from policies.core import Rule
from policies.values import UNKNOWN
from policies.view import Resource, Stack
from tools.generate import graph


def types_seen(rules: Iterable[Rule], found: graph.Graph) -> dict[Rule, set[str]]:
    """Rule → the types among `found`'s resources that the rule looks at.

    A rule that sees single resources names their types. One that sees a whole stack is watched
    while it runs: these are the types that it asks the stack for.
    """
    resources = list(map(as_the_pack_sees, found.resources.values()))
    present = {resource.type for resource in resources}
    seen = {}
    for rule in rules:
        if rule.tokens:
            seen[rule] = present & set(rule.tokens)
        else:
            stack = _Watched(resources)
            rule.run(stack)
            seen[rule] = stack.asked & present
    return seen


class _Watched(Stack):
    """A stack that keeps which types it was asked for."""

    def __init__(self, resources: list[Resource]) -> None:
        self.asked: set[str] = set()
        super().__init__(resources)

    def typed(self, *tokens: str) -> Iterator[Resource]:
        self.asked.update(tokens)
        return super().typed(*tokens)


def as_the_pack_sees(resource: graph.Resource) -> Resource:
    """A resource as rules get it at preview."""
    return Resource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties={key: _value(value) for key, value in resource.inputs.items()},
        parent=resource.parent,
        dependencies=tuple(sorted({urn for urns in resource.needs.values() for urn in urns})),
        property_dependencies={
            prop: urns for prop, urns in resource.needs.items() if prop != "depends_on"
        },
    )


def _value(value: Any) -> Any:
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    return [_value(item) for item in value] if isinstance(value, list) else value
