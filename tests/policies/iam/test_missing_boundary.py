import pytest

from policies.core import UNKNOWN
from policies.rules.iam.missing_boundary import missing_boundary
from tests.support.builders import function, role
from tests.support.findings import run_rule

EDGE = "arn:aws:iam::123456789012:policy/edge"

CASES = [
    ("no role", [function("f")], []),
    ("no boundary anywhere", [role("a"), role("b")], []),
    ("every role", [role("a", permissionsBoundary=EDGE), role("b", permissionsBoundary=EDGE)], []),
    (
        "all but one",
        [role("a", permissionsBoundary=EDGE), role("b"), role("c", permissionsBoundary="")],
        ["has no permissionsBoundary, unlike a", "has no permissionsBoundary, unlike a"],
    ),
    (
        "unknown boundaries are some",
        [role("a", permissionsBoundary=UNKNOWN), role("b")],
        ["has no permissionsBoundary, unlike a"],
    ),
]


def test_every_role_may_need_one():
    missing_boundary.configure({"required": True})
    try:
        assert run_rule(missing_boundary, [role("a")]) == ["has no permissionsBoundary"]
    finally:
        missing_boundary.configure({})


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_missing_boundary(name, resources, expected):
    assert run_rule(missing_boundary, resources) == expected
