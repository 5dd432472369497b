"""Mermaid drawings of an architecture's real resource graph.

Drawn are blocks (components) and the resources inside them, one box for all of a type. An arrow
goes from what needs something to what it needs, with the property that says so; a dotted one says
what a role may do. Plumbing is left out: policies, log groups, permissions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tools.generate.graph import Graph, Resource

_PLUMBING = re.compile(
    r"pulumi:.*|palisade:foundation:Grant|aws:iam/.*|.*Polic(y|ies)"
    r"|aws:cloudwatch/(logGroup|logResourcePolicy):.*|aws:lambda/permission:.*"
    r"|aws:apigateway/(account|integrationResponse|methodResponse|methodSettings|usagePlanKey):.*"
    r"|aws:s3/bucket(OwnershipControls|PublicAccessBlock|ServerSide|Versioning|Lifecycle|Logging).*"
)
_SHOWN = 2
"""Properties or actions named on one arrow."""


@dataclass
class _Box:
    """One box of the drawing: a block that shows one thing at most, or all resources of a type."""

    id: str
    label: str
    outside: bool = False


@dataclass
class _Group:
    """A block around several boxes."""

    id: str
    label: str
    items: list[_Box | _Group] = field(default_factory=list)


def draw(graph: Graph, top: Resource) -> str:
    """The drawing of the architecture `top`, as a fenced block."""
    return "\n".join(["```mermaid", "flowchart LR", *_Drawing(graph, top).lines(), "```"])


class _Drawing:
    def __init__(self, graph: Graph, top: Resource) -> None:
        self.graph = graph
        self.top = top
        self.boxes: dict[str, _Box] = {}
        """URN → the box that it is drawn in."""
        self.main: dict[str, str] = {}
        """URN of a component → id of the box or group that stands for what it holds."""
        self._ids = 0
        self.items = self._items(top)
        self.outside: dict[str, _Box] = {}
        self.arrows = self._arrows()

    def lines(self) -> Iterator[str]:
        for item in [*self.items, *sorted(self.outside.values(), key=lambda box: box.label)]:
            yield from _item_lines(item, "  ")
        for (start, end), properties in sorted(self.arrows.items(), key=_order):
            yield f'  {start} -->|"{_few(properties)}"| {end}'
        for (start, end), actions in sorted(self._grants().items(), key=_order):
            yield f'  {start} -.->|"{_few(actions)}"| {end}'

    def _items(self, component: Resource) -> list[_Box | _Group]:
        """What is drawn inside a component: its blocks, then its resources by type."""
        children = [c for c in self.graph.children(component.urn) if not _plumbing(c)]
        items = [self._block(child) for child in children if not child.custom]
        by_type: dict[str, list[Resource]] = defaultdict(list)
        for child in children:
            if child.custom:
                by_type[child.type].append(child)
        for resources in by_type.values():
            count = f" x{len(resources)}" if len(resources) > 1 else ""
            box = _Box(self._id(), f"{_type(resources[0])}{count}")
            items.append(box)
            for resource in resources:
                self.boxes[resource.urn] = box
                if resource.name == component.name:
                    self.main[component.urn] = box.id
        return items

    def _block(self, block: Resource) -> _Box | _Group:
        id_, label = self._id(), self._title(block)
        items = self._items(block)
        if len(items) > 1 or any(isinstance(item, _Group) for item in items):
            self.main.setdefault(block.urn, id_)
            return _Group(id_, label, items)
        box = _Box(id_, label)
        for resource in self.graph.below(block.urn):
            self.boxes[resource.urn] = box
            self.main[resource.urn] = id_
        self.main[block.urn] = id_
        return box

    def _arrows(self) -> dict[tuple[str, str], list[str]]:
        """(box, box) → the properties that lead from one to the other."""
        arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
        home: dict[str, str] = {}
        for resource in self.graph.below(self.top.urn):
            start = self.boxes.get(resource.urn)
            if start is None or _plumbing(resource):
                continue
            home[start.id] = resource.parent
            for prop, urns in resource.needs.items():
                for end in (self._end(urn) for urn in urns):
                    if end and end is not start and _snake(prop) not in arrows[start.id, end.id]:
                        arrows[start.id, end.id].append(_snake(prop))
        found = {pair: properties for pair, properties in arrows.items() if properties}
        return {
            (start, end): _meant(properties)
            for (start, end), properties in found.items()
            if home.get(start) != home.get(end) or not _other_way(start, end, found)
        }

    def _end(self, urn: str) -> _Box | None:
        """The box of what is needed; a box of its own for what lies outside."""
        if urn in self.boxes:
            # A role inside a block is the block's; other plumbing is nobody's goal.
            resource = self.graph.resources[urn]
            return self.boxes[urn] if not _plumbing(resource) or "iam/role:" in urn else None
        chain = self.graph.chain(urn)
        if len(chain) < 2 or self.top in chain or _plumbing(chain[-1]):
            return None
        owner = chain[1]  # below the environment: an architecture, or what all of them share
        if owner.urn not in self.outside:
            title = f"{_type(owner)} {owner.name}"
            self.outside[owner.urn] = _Box(self._id(), title, outside=True)
        return self.outside[owner.urn]

    def _grants(self) -> dict[tuple[str, str], list[str]]:
        """(box of who may, box of what it is about) → actions."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for component in [self.top, *self.graph.below(self.top.urn)]:
            start = self.main.get(component.urn)
            for grant in component.inputs.get("grants") or () if start else ():
                for node in grant["nodes"]:
                    end = self.boxes.get(node)
                    if start and end and end.id != start:
                        found[start, end.id] += grant["actions"]
        return found

    def _title(self, block: Resource) -> str:
        short = block.name.removeprefix(self.top.name).lstrip("-")
        return f"{_type(block)} {short}".strip()

    def _id(self) -> str:
        self._ids += 1
        return f"n{self._ids}"


def _item_lines(item: _Box | _Group, indent: str) -> Iterator[str]:
    if isinstance(item, _Box):
        around = ('(["', '"])') if item.outside else ('["', '"]')
        yield f"{indent}{item.id}{around[0]}{item.label}{around[1]}"
        return
    yield f'{indent}subgraph {item.id} ["{item.label}"]'
    for inner in item.items:
        yield from _item_lines(inner, indent + "  ")
    yield f"{indent}end"


def _other_way(start: str, end: str, arrows: Iterable[tuple[str, str]]) -> bool:
    """Whether a longer way leads from `start` to `end`; the arrow between them says no more."""
    onwards: dict[str, set[str]] = defaultdict(set)
    for a, b in arrows:
        onwards[a].add(b)
    # A way that could come back to `start` does not count: of a circle every arrow stays.
    between = {x for x in onwards[start] - {end} if start not in _reached(x, onwards)}
    return any(end in _reached(x, onwards) for x in between)


def _reached(start: str, onwards: Mapping[str, set[str]]) -> set[str]:
    todo, seen = [start], set[str]()
    while todo:
        here = todo.pop()
        todo += onwards.get(here, set()) - seen
        seen |= onwards.get(here, set())
    return seen


def _meant(properties: list[str]) -> list[str]:
    """Properties that say what the arrow is; mere order only where there is nothing else."""
    return sorted(p for p in properties if p != "depends_on") or properties


def _few(words: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(words))
    more = f" +{len(distinct) - _SHOWN}" if len(distinct) > _SHOWN else ""
    return ", ".join(distinct[:_SHOWN]) + more


def _order(arrow: tuple[tuple[str, str], object]) -> tuple[int, ...]:
    return tuple(int(id_[1:]) for id_ in arrow[0])


def _plumbing(resource: Resource) -> bool:
    return _PLUMBING.fullmatch(resource.type) is not None


def _type(resource: Resource) -> str:
    """`aws:apigatewayv2/route:Route` → `apigatewayv2.Route`, as pulumi_aws names it."""
    package, module, name = resource.type.split(":")
    return name if package != "aws" else f"{module.partition('/')[0]}.{name}"


def _snake(prop: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: f"_{m[1].lower()}", prop)


def count(graph: Graph, top: Resource) -> int:
    """How many resources are below `top`, components not counted."""
    return sum(resource.custom for resource in graph.below(top.urn))
