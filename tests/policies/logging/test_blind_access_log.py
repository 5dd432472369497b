import pytest

from policies.core import UNKNOWN
from policies.rules.logging.blind_access_log import blind_access_log
from tests.support.apis import API, REST_API
from tests.support.findings import run_rule
from tests.support.stages import WHOLE, http_stage, line, rest_stage

NOT_YET = "undecided: accessLogSettings.format is not known at preview"
TOO_LITTLE = (
    "its access log lacks $context.responseLatency, $context.integration.status,"
    " $context.integration.integrationStatus"
)
CODE = "its access log lacks $context.integration.status"
CALL = "its access log lacks $context.integration.integrationStatus"
HALF = ("requestId", "status", "responseLatency")
CASES = [
    ("nothing there", [], []),
    ("no access log is another rule's", [REST_API, rest_stage()], []),
    ("everything", [REST_API, rest_stage(line(*WHOLE))], []),
    ("too little", [REST_API, rest_stage(line("requestId", "status"))], [TOO_LITTLE]),
    ("one half", [API, http_stage(line(*HALF, "integration.status"))], [CALL]),
    ("REST: the older name is the call", [rest_stage(line(*HALF, "integrationStatus"))], [CODE]),
    ("HTTP: the older name is the code", [http_stage(line(*HALF, "integrationStatus"))], [CALL]),
    (
        "a WebSocket API's latency",
        [http_stage(line("status", "integrationLatency", *WHOLE[-2:]))],
        [],
    ),
    (
        "a REST API has one of its own",
        [rest_stage(line("status", "integrationLatency", *WHOLE[-2:]))],
        ["its access log lacks $context.responseLatency"],
    ),
    (
        "near miss: longer names",
        [rest_stage(line(*HALF, "integration.statusText", "integration.integrationStatus"))],
        [CODE],
    ),
    (
        "not only JSON",
        [rest_stage(" ".join(f"$context.{name}" for name in WHOLE))],
        [],
    ),
    ("unknown", [rest_stage(UNKNOWN)], [NOT_YET]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_blind_access_log(name, resources, expected):
    assert run_rule(blind_access_log, resources) == expected
