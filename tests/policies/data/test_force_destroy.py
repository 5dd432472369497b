import pytest

from policies.core import UNKNOWN
from policies.rules.data.force_destroy import force_destroy
from tests.support.builders import bucket, environment
from tests.support.findings import run_rule

PROD = environment("prod")
EMPTIED = bucket("files", forceDestroy=True)
FAULT = ["has forceDestroy: its objects go with it"]

CASES = [
    ("nothing there", [PROD], []),
    ("kept", [PROD, bucket("files")], []),
    ("emptied", [PROD, EMPTIED], FAULT),
    ("a sandbox", [environment("dev"), EMPTIED], []),
    ("no environment", [EMPTIED], []),
    (
        "unknown",
        [PROD, bucket("files", forceDestroy=UNKNOWN)],
        ["undecided: forceDestroy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_force_destroy(name, resources, expected):
    assert run_rule(force_destroy, resources) == expected
