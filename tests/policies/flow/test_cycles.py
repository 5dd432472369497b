import itertools
import random

import pytest

from policies.flow.cycles import components, shortest

CASES = [
    ("nothing", [], []),
    ("a line", [[1], [2], []], []),
    ("itself", [[0]], [[0]]),
    ("there and back", [[1], [0]], [[0, 1]]),
    ("two apart", [[1], [0], [3], [2]], [[0, 1], [2, 3]]),
    ("a ring with a tail", [[1], [2], [0, 3], []], [[0, 1, 2]]),
]


@pytest.mark.parametrize(("name", "graph", "expected"), CASES, ids=[c[0] for c in CASES])
def test_components(name, graph, expected):
    assert components(graph) == expected


def test_the_short_way_round_is_shown():
    graph = [[1], [2], [3, 0], [4], [0]]
    assert shortest(graph, [0, 1, 2, 3, 4]) == [0, 1, 2]


def test_a_loop_of_itself_is_the_shortest():
    assert shortest([[1], [0, 1]], [0, 1]) == [1]


def test_a_longer_loop_of_a_smaller_node_gives_way_to_two_nodes():
    assert shortest([[1], [2, 4], [3], [0, 1], [1]], [0, 1, 2, 3, 4]) == [1, 4]


def test_a_component_without_a_loop_has_none():
    assert shortest([[1], []], [0]) == []


def length_by_trying_all(graph, component):
    """The slow way: every ordering of every subset, shortest first."""
    for size in range(1, len(component) + 1):
        for ring in itertools.permutations(component, size):
            if all(b in graph[a] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)):
                return size
    return 0


def test_shortest_loops_of_random_graphs():
    chance = random.Random(0)
    for _ in range(150):
        size = chance.randint(2, 7)
        graph = [
            sorted({chance.randrange(size) for _ in range(chance.randint(0, 3))} - {node})
            for node in range(size)
        ]
        for component in components(graph):
            loop = shortest(graph, component)
            assert len(loop) == length_by_trying_all(graph, component), graph
            assert all(b in graph[a] for a, b in zip(loop, [*loop[1:], loop[0]], strict=True))


def test_a_ring_of_a_hundred_thousand_is_walked_without_recursion():
    size = 100_000
    graph = [[(node + 1) % size] for node in range(size)]
    assert components(graph) == [list(range(size))]
    assert len(shortest(graph, range(size))) == size
