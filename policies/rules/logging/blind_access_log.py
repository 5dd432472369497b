"""An access log tells half of what failed."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access_logs import LoggedStage

ANSWER = ("status", "responseLatency")
HALVES = ("integration.status", "integration.integrationStatus")


@rule(
    severity=Severity.LOW,
    title="An access log does not tell what failed",
    why="The call to a function and its code fail apart: a log with one of both statuses, or "
    "without the time, leaves half of the failures in the dark.",
    fix="Add $context.status, .responseLatency (WebSocket: .integrationLatency), "
    ".integration.status and .integration.integrationStatus to the format.",
    source="sheet 59; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html",
)
def blind_access_log(stage: LoggedStage) -> Iterator[Finding]:
    if not stage.logged:
        return
    found = stage.variables
    # An older name, which stands for the service's answer (REST) or the code's (HTTP).
    if "integrationStatus" in found:
        found = found | {HALVES[1] if stage.rest else HALVES[0]}
    # What a WebSocket API, which has no responseLatency, tells of the time.
    if not stage.rest and found & {"integrationLatency", "integration.latency"}:
        found = found | {ANSWER[1]}
    missing = [f"$context.{name}" for name in (*ANSWER, *HALVES) if name not in found]
    if missing:
        yield Finding(stage, "format", f"its access log lacks {', '.join(missing)}")
