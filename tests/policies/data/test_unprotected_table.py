import pytest

from policies.core import UNKNOWN
from policies.rules.data.unprotected_table import unprotected_table
from tests.support.builders import environment, resource
from tests.support.findings import run_rule


def table(**props):
    return resource("aws:dynamodb/table:Table", "orders", **props)


OPEN = ["has no deletionProtectionEnabled"]

CASES = [
    ("nothing there", [], []),
    ("in production", [environment("prod"), table()], OPEN),
    ("protected", [environment("prod"), table(deletionProtectionEnabled=True)], []),
    ("in dev", [environment("dev"), table()], []),
    ("nobody says where", [table()], OPEN),
    ("rows that expire", [table(ttl={"enabled": True})], []),
    (
        "unknown",
        [table(deletionProtectionEnabled=UNKNOWN)],
        ["undecided: deletionProtectionEnabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unprotected_table(name, resources, expected):
    assert run_rule(unprotected_table, resources) == expected
