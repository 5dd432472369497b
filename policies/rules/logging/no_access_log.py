"""Nobody learns who called an API and what they got."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access_logs import LoggedStage


@rule(
    severity=Severity.MEDIUM,
    title="A stage of an API has no access log",
    why="When callers are refused or wait, there is no line that tells which phase it was.",
    fix="Give the stage accessLogSettings: a log group and a format.",
    source="sheet 59; Security Hub APIGateway.9; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def no_access_log(stage: LoggedStage) -> Iterator[Finding]:
    if not stage.logged:
        yield Finding(stage, "access-log", "has no accessLogSettings")
