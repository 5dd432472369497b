import pytest

from policies.core import UNKNOWN
from policies.rules.functions.never_runs import never_runs
from tests.support.builders import function
from tests.support.findings import run_rule


def worker(reserved):
    return [function("worker", reservedConcurrentExecutions=reserved)]


OFF = "reservedConcurrentExecutions is 0: it never runs"

CASES = [
    ("nothing there", [], []),
    ("the default", worker(None), []),
    ("0", worker(0), [OFF]),
    ("no reservation, spelt out", worker(-1), []),
    ("1", worker(1), []),
    (
        "unknown",
        worker(UNKNOWN),
        ["undecided: reservedConcurrentExecutions is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_never_runs(name, resources, expected):
    assert run_rule(never_runs, resources) == expected
