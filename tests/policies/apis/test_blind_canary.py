import pytest

from policies.core import UNKNOWN
from policies.rules.apis.blind_canary import blind_canary
from tests.support.apis import REST_API, rest_stage
from tests.support.builders import resource
from tests.support.findings import run_rule

CANARY = {"deploymentId": "b2", "percentTraffic": 10}
STAGE = rest_stage(canarySettings=CANARY)
OTHER = resource("aws:apigateway/stage:Stage", "other", restApi=REST_API, stageName="test")
BLIND = "has a canary, and neither access nor execution logs"


def methods(level, stage: object = "live", path="*/*"):
    return resource(
        "aws:apigateway/methodSettings:MethodSettings",
        "methods",
        restApi=REST_API,
        stageName=stage,
        methodPath=path,
        settings={"loggingLevel": level},
    )


CASES = [
    ("nothing there", [], []),
    ("no canary", [REST_API, rest_stage()], []),
    ("no logs", [REST_API, STAGE], [BLIND]),
    ("access log", [rest_stage(canarySettings=CANARY, accessLogSettings={"format": "x"})], []),
    (
        "access log, its group unknown",
        [rest_stage(canarySettings=CANARY, accessLogSettings=UNKNOWN)],
        [],
    ),
    ("errors logged", [REST_API, STAGE, methods("ERROR")], []),
    ("all logged, by reference", [REST_API, STAGE, methods("INFO", STAGE)], []),
    (
        "another one logged, by reference",
        [REST_API, STAGE, OTHER, methods("INFO", OTHER)],
        [BLIND],
    ),
    ("logging off", [REST_API, STAGE, methods("OFF")], [BLIND]),
    ("the default", [REST_API, STAGE, methods(None)], [BLIND]),
    ("of another stage", [REST_API, STAGE, methods("INFO", "test")], [BLIND]),
    ("of one method", [REST_API, STAGE, methods("INFO", path="a/GET")], [BLIND]),
    (
        "level unknown",
        [REST_API, STAGE, methods(UNKNOWN)],
        ["undecided: settings.loggingLevel is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_blind_canary(name, resources, expected):
    assert run_rule(blind_canary, resources) == expected
