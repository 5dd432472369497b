import pytest

from policies.core import UNKNOWN
from policies.rules.logging.no_access_log import no_access_log
from tests.support.apis import API, REST_API
from tests.support.findings import run_rule
from tests.support.stages import WHOLE, http_stage, line, rest_stage

NONE = "has no accessLogSettings"
NOT_YET = "undecided: accessLogSettings is not known at preview"
CASES = [
    ("nothing there", [], []),
    ("REST without", [REST_API, rest_stage()], [NONE]),
    ("HTTP without", [API, http_stage()], [NONE]),
    ("empty settings", [REST_API, rest_stage(accessLogSettings={})], [NONE]),
    ("REST with", [REST_API, rest_stage(line(*WHOLE))], []),
    ("a group that is not known yet", [API, http_stage(line(*WHOLE))], []),
    ("a format that is not known yet", [API, http_stage(UNKNOWN)], []),
    ("another stack's API", [rest_stage()], [NONE]),
    ("unknown", [REST_API, rest_stage(accessLogSettings=UNKNOWN)], [NOT_YET]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_access_log(name, resources, expected):
    assert run_rule(no_access_log, resources) == expected
