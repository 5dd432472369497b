import pytest

from policies.core import UNKNOWN
from policies.rules.events.unknown_enum_value import unknown_enum_value
from tests.support.boards import CALL, api, board, calling, rule
from tests.support.findings import run_rule


def wanting(*kinds):
    return board(rule({"source": ["ops"], "detail": {"kind": list(kinds)}}))


LATE = "wants detail.kind LATE, which Kind of board lacks"
CASES = [
    ("nothing there", [], []),
    ("just those of the enum", board(), []),
    ("fewer", wanting("LANDED"), []),
    ("one too many", wanting("LANDED", "LATE"), [LATE]),
    ("in one of two branches", board(rule(
        {"$or": [{"detail": {"kind": ["LATE"]}}, {"detail": {"kind": ["LANDED"]}}]})), [LATE]),
    ("any value", board(rule({"source": ["ops"]})), []),
    ("described, not named", wanting({"prefix": "LA"}, {"anything-but": "X"}), []),
    ("no case", wanting({"equals-ignore-case": "late"}), []),
    ("another field", board(rule({"detail": {"gate": ["A1"], "num": [7]}})), []),
    ("a pattern that is broken", board(rule({"detail": "LATE"})), []),
    ("the enum's value is fixed", calling(CALL, '{"input": {"num": <num>, "kind": "LANDED"}}'), []),
    ("pattern unknown", board(rule(UNKNOWN)), ["undecided: eventPattern is not known at preview"]),
    ("schema unknown", board(api(UNKNOWN)), ["undecided: schema is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unknown_enum_value(name, resources, expected):
    assert run_rule(unknown_enum_value, resources) == expected
