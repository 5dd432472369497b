"""A function writes everything it sees into its logs, where it should not."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.environment import UNSHARED, environment_of, environments
from policies.views.lambda_ import Function

LEVELS = ("LOG_LEVEL", "POWERTOOLS_LOG_LEVEL", "AWS_LAMBDA_LOG_LEVEL")
SWITCHES = ("POWERTOOLS_LOGGER_LOG_EVENT", "POWERTOOLS_DEV")
LOUD = ("DEBUG", "TRACE")


@rule(
    severity=Severity.MEDIUM,
    title="A function logs everything",
    why="Debug logs hold what users sent, and often cost more than the function itself.",
    fix="Set the level to INFO or WARN; take a sample where details are needed.",
    source="sheet 17; https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html",
    settings={"allowed_in": environments(UNSHARED, "Environments where debug logs are meant.")},
)
def debug_logs(function: Joined[Function]) -> Iterator[Finding | Open]:
    if environment_of(function.stack) in debug_logs.settings["allowed_in"]:
        return
    for name, value in function.environment.items():
        if name in (*LEVELS, *SWITCHES) and value is UNKNOWN:
            yield Open(function.resource, f"environment.variables.{name}")
        if name in LEVELS and str(value).upper() in LOUD:
            yield Finding(function, name, f"{name} is {value}")
        if name in SWITCHES and str(value).lower() in ("true", "1"):
            yield Finding(function, name, f"{name} is on")
    for name in ("applicationLogLevel", "systemLogLevel"):
        level = function.text(f"loggingConfig.{name}")
        if level.upper() in LOUD:
            yield Finding(function, name, f"{name} is {level}")
