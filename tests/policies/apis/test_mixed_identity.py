import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mixed_identity import mixed_identity
from tests.support.apis import REST_API, method
from tests.support.findings import run_rule

OPEN = "GET asks for nothing, other methods of rest for IAM"
CASES = [
    ("nothing there", [], []),
    ("all signed", [REST_API, method("GET"), method("POST")], []),
    ("one is open", [REST_API, method("GET", authorization="NONE"), method("POST")], [OPEN]),
    ("the default is open", [REST_API, method("GET", authorization=None), method("POST")], [OPEN]),
    ("all open", [REST_API, method("GET", authorization="NONE")], []),
    ("a preflight", [REST_API, method("OPTIONS", authorization="NONE"), method("POST")], []),
    ("a token elsewhere", [REST_API, method("GET", authorization="CUSTOM"), method("POST")], []),
    ("another stack's API", [method("GET", authorization="NONE"), method("POST")], []),
    (
        "unknown",
        [REST_API, method("GET", authorization=UNKNOWN), method("POST")],
        ["undecided: authorization is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mixed_identity(name, resources, expected):
    assert run_rule(mixed_identity, resources) == expected
