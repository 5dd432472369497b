import pytest

from policies.core import UNKNOWN
from policies.rules.functions.log_levels import log_levels
from tests.support.builders import function
from tests.support.findings import run_rule


def worker(**config):
    return [function("worker", loggingConfig=config)]


CASES = [
    ("nothing there", [function("worker")], []),
    ("JSON with levels", worker(logFormat="JSON", applicationLogLevel="INFO"), []),
    ("text without levels", worker(logFormat="Text", logGroup="/apps/shop"), []),
    (
        "text with levels",
        worker(logFormat="Text", applicationLogLevel="INFO", systemLogLevel="WARN"),
        [
            "applicationLogLevel is set, but logFormat is not JSON",
            "systemLogLevel is set, but logFormat is not JSON",
        ],
    ),
    (
        "text is the default",
        worker(systemLogLevel=UNKNOWN),
        ["systemLogLevel is set, but logFormat is not JSON"],
    ),
    (
        "unknown",
        worker(logFormat=UNKNOWN, systemLogLevel="WARN"),
        ["undecided: loggingConfig.logFormat is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_log_levels(name, resources, expected):
    assert run_rule(log_levels, resources) == expected
