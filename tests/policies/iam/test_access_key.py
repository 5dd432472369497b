import pytest

from policies.core import UNKNOWN
from policies.rules.iam.access_key import access_key
from tests.support.builders import resource
from tests.support.findings import run_rule

KEY = "aws:iam/accessKey:AccessKey"
IS_ONE = "is a key for a user that does not expire"

CASES = [
    ("no key", [resource("aws:iam/user:User", "ci")], []),
    ("a key", [resource(KEY, "k", user="ci")], [IS_ONE]),
    ("an active key", [resource(KEY, "k", user="ci", status="Active")], [IS_ONE]),
    ("a key that is switched off", [resource(KEY, "k", user="ci", status="Inactive")], []),
    (
        "unknown",
        [resource(KEY, "k", user="ci", status=UNKNOWN)],
        ["undecided: status is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_access_key(name, resources, expected):
    assert run_rule(access_key, resources) == expected
