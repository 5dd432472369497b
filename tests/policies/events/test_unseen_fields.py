import pytest

from policies.core import UNKNOWN
from policies.rules.events.unseen_fields import unseen_fields
from tests.support.boards import CALL, SCHEMA, api, board, calling
from tests.support.findings import run_rule

CASES = [
    ("nothing there", [], []),
    ("all but a deprecated one", board(), []),
    ("one is missing", calling(CALL.replace(" date", "")), ["onUpdate always has null for date"]),
    ("two are missing", calling(CALL.replace(" gate date", "")),
     ["onUpdate always has null for date and gate"]),
    ("one that must not be null", calling(CALL.replace("num ", "")), []),
    ("a scalar for subscribers", board(api(
        SCHEMA.replace("(gate: String): Flight @", ": String @"))), []),
    ("unknown", board(api(UNKNOWN)), ["undecided: schema is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unseen_fields(name, resources, expected):
    assert run_rule(unseen_fields, resources) == expected
