import pytest

from policies.core import UNKNOWN
from policies.rules.apis.failed_execution_as_success import failure_as_success
from tests.support.apis import answer, rest_integration
from tests.support.findings import run_rule

SYNC = rest_integration("states:StartSyncExecution")
FAULT = "passes an execution's result on without a look at its status"
LOOKS = """#if($input.path('$.status') == "SUCCEEDED")$input.path('$.output')#end"""

CASES = [
    ("nothing there", [], []),
    ("passed on as it is", [SYNC, answer()], [FAULT]),
    ("the output only", [SYNC, answer(template="$input.path('$.output')")], [FAULT]),
    ("looks at the status", [SYNC, answer(template=LOOKS)], []),
    ("errors need not", [SYNC, answer("400", template="{}"), answer("502")], []),
    ("an asynchronous start", [rest_integration("states:StartExecution"), answer()], []),
    ("another method's answer", [SYNC, answer(httpMethod="GET")], []),
    ("no answer declared", [SYNC], []),
    (
        "template unknown",
        [SYNC, answer(template=UNKNOWN)],
        ["undecided: responseTemplates.application/json is not known at preview"],
    ),
    (
        "templates unknown",
        [SYNC, answer(responseTemplates=UNKNOWN)],
        ["undecided: responseTemplates is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_failure_as_success(name, resources, expected):
    assert run_rule(failure_as_success, resources) == expected
