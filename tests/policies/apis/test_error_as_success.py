import pytest

from policies.core import UNKNOWN
from policies.rules.apis.error_as_success import error_as_success
from tests.support.apis import answer, rest_integration
from tests.support.findings import run_rule

GET = rest_integration("dynamodb:GetItem")
FAULT = "answers 200 to every answer that no pattern takes"
CASES = [
    ("nothing there", [], []),
    ("one answer for all", [GET, answer()], [FAULT]),
    (
        "errors by pattern, but not all",
        [GET, answer(), answer("400", selectionPattern="400")],
        [FAULT],
    ),
    (
        "the default is a failure",
        [GET, answer(selectionPattern="2.."), answer("502")],
        [],
    ),
    ("a success by pattern alone", [GET, answer(selectionPattern="200")], []),
    ("another method's answer", [GET, answer(httpMethod="POST", resourceId="elsewhere")], []),
    ("not a service", [rest_integration("lambda:x", type="MOCK"), answer()], []),
    ("no answer declared", [GET], []),
    (
        "pattern unknown",
        [GET, answer(selectionPattern=UNKNOWN)],
        ["undecided: selectionPattern is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_error_as_success(name, resources, expected):
    assert run_rule(error_as_success, resources) == expected
