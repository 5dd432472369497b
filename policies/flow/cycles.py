"""Loops of a directed graph: strongly connected components and the shortest loop of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

Graph = Sequence[Sequence[int]]
"""The successors of node 0, 1, 2 …"""


def components(graph: Graph) -> list[list[int]]:
    """Strongly connected components with a loop in them, nodes in order (Tarjan, iterative)."""
    index = [-1] * len(graph)
    low = [0] * len(graph)
    on_stack = [False] * len(graph)
    stack: list[int] = []
    found: list[list[int]] = []
    counter = 0
    for root in range(len(graph)):
        if index[root] >= 0:
            continue
        index[root] = low[root] = counter
        counter += 1
        stack.append(root)
        on_stack[root] = True
        work = [(root, iter(graph[root]))]
        while work:
            node, successors = work[-1]
            for successor in successors:
                if index[successor] < 0:
                    index[successor] = low[successor] = counter
                    counter += 1
                    stack.append(successor)
                    on_stack[successor] = True
                    work.append((successor, iter(graph[successor])))
                    break
                if on_stack[successor] and index[successor] < low[node]:
                    low[node] = index[successor]
            else:
                work.pop()
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == index[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack[member] = False
                        component.append(member)
                        if member == node:
                            break
                    if len(component) > 1 or node in graph[node]:
                        found.append(sorted(component))
    return sorted(found)


def shortest(graph: Graph, component: Sequence[int]) -> list[int]:
    """The nodes of a shortest loop in `component`, from its smallest node; [] if it has none.

    Each node is tried as the start and then taken away: a shorter loop would have to avoid it.
    What can no longer lie on a loop goes with it, and no search goes deeper than the best loop.
    """
    if loop := _short(graph, component):
        return loop
    members = set(component)
    out = {node: [n for n in graph[node] if n in members] for node in component}
    into: dict[int, list[int]] = {node: [] for node in component}
    for node, successors in out.items():
        for successor in successors:
            into[successor].append(node)
    left_out = {node: len(out[node]) for node in component}
    left_in = {node: len(into[node]) for node in component}
    gone: set[int] = set()
    best: list[int] = []
    for start in component:
        if start in gone:
            continue
        loop = _through(start, out, gone, len(best) or len(component) + 1)
        if loop:
            best = loop
            if len(best) == 3:
                break
        _take_away(start, out, into, left_out, left_in, gone)
    at = best.index(min(best)) if best else 0
    return best[at:] + best[:at]


def _short(graph: Graph, component: Sequence[int]) -> list[int]:
    """A loop of one or two nodes, which takes no search; [] if there is none."""
    for node in component:
        if node in graph[node]:
            return [node]
    for node in component:
        for successor in graph[node]:
            if node in graph[successor]:
                return [node, successor]
    return []


def _through(start: int, out: dict[int, list[int]], gone: set[int], bound: int) -> list[int]:
    """A shortest loop through `start` of fewer than `bound` nodes; [] if there is none."""
    before = {start: start}
    level = deque([start])
    for _ in range(bound - 1):
        following: deque[int] = deque()
        for node in level:
            for successor in out[node]:
                if successor == start:
                    loop = [node]
                    while loop[-1] != start:
                        loop.append(before[loop[-1]])
                    return loop[::-1]
                if successor not in before and successor not in gone:
                    before[successor] = node
                    following.append(successor)
        if not following:
            break
        level = following
    return []


def _take_away(
    start: int,
    out: dict[int, list[int]],
    into: dict[int, list[int]],
    left_out: dict[int, int],
    left_in: dict[int, int],
    gone: set[int],
) -> None:
    """Remove `start` and then all that has no way in or no way out any more."""
    work = [start]
    while work:
        node = work.pop()
        if node in gone:
            continue
        gone.add(node)
        for successor in out[node]:
            left_in[successor] -= 1
            if not left_in[successor]:
                work.append(successor)
        for predecessor in into[node]:
            left_out[predecessor] -= 1
            if not left_out[predecessor]:
                work.append(predecessor)
