import pytest

from policies.core import UNKNOWN
from policies.rules.operations.unprotected_trail import unprotected_trail
from tests.support.builders import resource
from tests.support.findings import run_rule


def trail(**props):
    return resource("aws:cloudtrail/trail:Trail", "t", **props)


KEY = "has no kmsKeyId: who may read the bucket reads its files"
CHECK = "has no enableLogFileValidation: a change goes unseen"

CASES = [
    ("nothing there", [], []),
    ("as it comes", [trail()], [KEY, CHECK]),
    ("with both", [trail(kmsKeyId="alias/audit", enableLogFileValidation=True)], []),
    ("a key that is unknown is one", [trail(kmsKeyId=UNKNOWN, enableLogFileValidation=True)], []),
    (
        "unknown",
        [trail(kmsKeyId="alias/audit", enableLogFileValidation=UNKNOWN)],
        ["undecided: enableLogFileValidation is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unprotected_trail(name, resources, expected):
    assert run_rule(unprotected_trail, resources) == expected
