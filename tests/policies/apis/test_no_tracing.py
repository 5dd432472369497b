import pytest

from policies.core import UNKNOWN
from policies.rules.apis.no_tracing import no_tracing
from tests.support.builders import resource
from tests.support.findings import run_rule


def stage(**props):
    return resource("aws:apigateway/stage:Stage", "live", stageName="live", **props)


OFF = "xrayTracingEnabled is not set"
CASES = [
    ("nothing there", [], []),
    ("the default", [stage()], [OFF]),
    ("off", [stage(xrayTracingEnabled=False)], [OFF]),
    ("on", [stage(xrayTracingEnabled=True)], []),
    (
        "unknown",
        [stage(xrayTracingEnabled=UNKNOWN)],
        ["undecided: xrayTracingEnabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_no_tracing(name, resources, expected):
    assert run_rule(no_tracing, resources) == expected
