import pytest

from policies.core import UNKNOWN
from policies.rules.functions.overcommitted import overcommitted
from tests.support.builders import function
from tests.support.findings import run_rule


def reserving(*amounts):
    return [
        function(f"f{number}", reservedConcurrentExecutions=amount)
        for number, amount in enumerate(amounts)
    ]


CASES = [
    ("nothing there", [], []),
    ("nothing reserved", reserving(None, -1), []),
    ("just enough", reserving(500, 400), []),
    (
        "too much",
        reserving(500, 401),
        ["this stack's functions reserve 901; at most 900 can be reserved"],
    ),
    (
        "one unknown",
        reserving(500, UNKNOWN),
        ["undecided: reservedConcurrentExecutions is not known at preview"],
    ),
    (
        "too much whatever is unknown",
        reserving(1000, UNKNOWN),
        ["this stack's functions reserve 1000; at most 900 can be reserved"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_overcommitted(name, resources, expected):
    assert run_rule(overcommitted, resources) == expected
