"""Lines of an access log that no query can read."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access_logs import LoggedStage

IDS = {"requestId", "extendedRequestId"}


@rule(
    severity=Severity.MEDIUM,
    title="An access log has a format that does not work",
    why="API Gateway refuses a format without a request id or of several lines; a line that is "
    "almost JSON has no fields for queries.",
    fix="One line, with $context.requestId, and every variable of a JSON format in quotes.",
    source="sheet 59; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def unreadable_access_log(stage: LoggedStage) -> Iterator[Finding]:
    text = stage.format
    if not text:
        return
    if not IDS & stage.variables:
        yield Finding(stage, "request-id", "its access log has no request id")
    if "\n" in text.strip():
        yield Finding(stage, "lines", "the format of its access log has several lines")
    # CLF, CSV and XML are formats of their own.
    if text.lstrip().startswith("{") and not stage.is_json:
        yield Finding(stage, "json", "its access log is meant as JSON and is none")
