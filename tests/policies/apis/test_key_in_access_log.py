import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_in_access_log import key_in_access_log
from tests.support.findings import run_rule
from tests.support.stages import WHOLE, http_stage, line, rest_stage

FOUND = ["accessLogSettings.format has $context.identity.apiKey"]
CASES = [
    ("nothing there", [], []),
    ("no access log", [rest_stage()], []),
    ("the usual", [rest_stage(line(*WHOLE))], []),
    ("the key", [rest_stage(line(*WHOLE, "identity.apiKey"))], FOUND),
    ("the key as text", [rest_stage("$context.requestId $context.identity.apiKey")], FOUND),
    ("its id", [rest_stage(line(*WHOLE, "identity.apiKeyId"))], []),
    ("an HTTP API", [http_stage(line(*WHOLE))], []),
    ("unknown", [rest_stage(UNKNOWN)],
     ["undecided: accessLogSettings.format is not known at preview"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_in_access_log(name, resources, expected):
    assert run_rule(key_in_access_log, resources) == expected
