import pytest

from policies.core import UNKNOWN
from policies.rules.recursion.loop_stop_off import REASON_TAG, loop_allowed_without_reason
from tests.support.builders import function, recursion, resource
from tests.support.findings import run_rule

REASON = {REASON_TAG: "retries itself, at most 40 times"}
BLANK = {REASON_TAG: " "}
NO_TAG = f"may loop for ever and has no tag {REASON_TAG}"
ELSEWHERE = "allows loops for a function of another stack"
NOT_YET = "undecided: recursiveLoop is not known at preview"


def elsewhere():
    type_ = "aws:lambda/functionRecursionConfig:FunctionRecursionConfig"
    return resource(type_, "setting", functionName="of-another-stack", recursiveLoop="Allow")


CASES = [
    ("no setting", [function("worker")], []),
    ("terminate", [function("worker"), recursion("worker", "Terminate")], []),
    ("allow", [function("worker"), recursion("worker", "Allow")], [NO_TAG]),
    ("blank reason", [function("worker", tags=BLANK), recursion("worker", "Allow")], [NO_TAG]),
    ("reason given", [function("worker", tags=REASON), recursion("worker", "Allow")], []),
    ("other stack", [elsewhere()], [ELSEWHERE]),
    ("unknown", [function("worker"), recursion("worker", UNKNOWN)], [NOT_YET]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_loop_allowed_without_reason(name, resources, expected):
    assert run_rule(loop_allowed_without_reason, resources) == expected
