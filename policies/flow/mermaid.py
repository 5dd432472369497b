"""The event flow as a Mermaid flowchart, loops marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.flow.graph import Flow
from policies.flow.loops import Loop
from policies.flow.model import Edge, Node

_SHAPES = {
    "function": ('["', '"]'),
    "queue": ('[/"', '"/]'),
    "stream": ('[/"', '"/]'),
    "delivery stream": ('[/"', '"/]'),
    "topic": ('{{"', '"}}'),
    "bus": ('(["', '"])'),
    "bucket": ('[("', '")]'),
    "table": ('[("', '")]'),
    "state machine": ('[["', '"]]'),
}
_BOX = ('["', '"]')
_IN_A_LOOP = "stroke:#d1242f,stroke-width:3px"

Part = tuple[str, str]
"""A place and the part of it that a listener sees, however it came to be there."""


def draw(flow: Flow, loops: Sequence[Loop]) -> str:
    """The flowchart, ending in comments about loops and about what is not followed.

    Certain edges are solid, possible ones dotted; those of loops are red and thick.
    """
    arrows = _arrows(flow, loops)
    numbers: dict[Part, str] = {}
    nodes: list[str] = []
    for edge in arrows.values():
        for node in (edge.source, edge.target):
            if _part(node) not in numbers:
                numbers[_part(node)] = f"n{len(numbers)}"
                nodes.append(f"  {numbers[_part(node)]}{_box(node)}")
    looped = {_ends(edge) for loop in loops for edge in loop.edges}
    lines = ["flowchart LR", *nodes]
    for edge in arrows.values():
        arrow = "-->" if edge.certain else "-.->"
        source, target = numbers[_part(edge.source)], numbers[_part(edge.target)]
        lines.append(f'  {source} {arrow}|"{_label(edge)}"| {target}')
    red = [str(at) for at, ends in enumerate(arrows) if ends in looped]
    if red:
        lines.append(f"  linkStyle {','.join(red)} {_IN_A_LOOP}")
    return "\n".join([*lines, *_comments(flow, loops)])


def _arrows(flow: Flow, loops: Sequence[Loop]) -> dict[tuple[Part, Part], Edge]:
    """One edge for each arrow; into a whole place only where no part of it is reached."""
    edges = flow.edges
    into_parts = {(_part(e.source), e.target.place.key) for e in edges if e.target.channel}
    in_loops = {id(edge) for loop in loops for edge in loop.edges}
    arrows: dict[tuple[Part, Part], Edge] = {}
    for edge in edges:
        whole = not edge.target.channel
        if whole and (_part(edge.source), edge.target.place.key) in into_parts:
            continue
        if _ends(edge) not in arrows or id(edge) in in_loops:
            arrows[_ends(edge)] = edge
    return arrows


def _part(node: Node) -> Part:
    # The routes of an API would be a box each, with nothing more to see.
    return (node.place.key, "" if node.place.kind in ("API", "domain") else node.channel)


def _ends(edge: Edge) -> tuple[Part, Part]:
    return (_part(edge.source), _part(edge.target))


def _box(node: Node) -> str:
    opening, closing = _SHAPES.get(node.place.kind, _BOX)
    label = f"<br>{_plain(node.label)}" if node.label and _part(node)[1] else ""
    return f"{opening}{_plain(node.place.name)}<br><small>{node.place.kind}</small>{label}{closing}"


def _label(edge: Edge) -> str:
    words = edge.verb.removeprefix("may ").removesuffix(", one of the")
    return _plain(words.removesuffix(" to").removesuffix(" on"))


def _plain(text: str) -> str:
    """Text that Mermaid takes as it is."""
    entities = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "|": "#124;", "`": "#96;"}
    return "".join(entities.get(c, c if c.isprintable() else " ") for c in text)


def _comments(flow: Flow, loops: Sequence[Loop]) -> Iterator[str]:
    for loop in loops:
        kind = "loop" if loop.certain else "possible loop"
        names = [node.place.name for node in loop.nodes]
        yield _comment(f"{kind}: {' → '.join([*names, names[0]])}")
    for what, count in sorted(flow.unfollowed.items()):
        yield _comment(f"not followed: {what}: {count}")


def _comment(text: str) -> str:
    return f"%% {''.join(c if c.isprintable() and c not in '{}' else ' ' for c in text)}"
