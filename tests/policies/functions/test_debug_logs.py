import pytest

from policies.core import UNKNOWN
from policies.rules.functions.debug_logs import debug_logs
from tests.support.builders import environment, function
from tests.support.findings import run_rule


def worker(level=None, **variables):
    config = {"logFormat": "JSON", "applicationLogLevel": level} if level is not None else None
    return [function("worker", loggingConfig=config, environment={"variables": variables})]


CASES = [
    ("nothing there", [function("worker")], []),
    ("INFO", worker("INFO", LOG_LEVEL="INFO"), []),
    ("DEBUG", worker("DEBUG"), ["applicationLogLevel is DEBUG"]),
    ("by variable", worker(POWERTOOLS_LOG_LEVEL="debug"), ["POWERTOOLS_LOG_LEVEL is debug"]),
    (
        "whole events",
        worker(POWERTOOLS_LOGGER_LOG_EVENT="true"),
        ["POWERTOOLS_LOGGER_LOG_EVENT is on"],
    ),
    ("in prod", [environment("prod"), *worker("TRACE")], ["applicationLogLevel is TRACE"]),
    ("in dev", [environment("dev"), *worker("DEBUG")], []),
    (
        "level unknown",
        worker(UNKNOWN),
        ["undecided: loggingConfig.applicationLogLevel is not known at preview"],
    ),
    (
        "a variable that is unknown",
        worker(LOG_LEVEL=UNKNOWN),
        ["undecided: environment.variables.LOG_LEVEL is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_debug_logs(name, resources, expected):
    assert run_rule(debug_logs, resources) == expected
