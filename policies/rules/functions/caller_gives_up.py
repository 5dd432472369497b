"""An API answers with an error while its function is still at work."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.calls import Integration

ASYNCHRONOUS = "integration.request.header.X-Amz-Invocation-Type"


@rule(
    severity=Severity.LOW,
    title="An API gives up before its function does",
    why="The client gets a 504 and tries again, while the first call works on and is billed.",
    fix="Set the function's timeout to at most what the API waits, or answer at once and work "
    "later.",
    source="sheet 39; https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
)
def caller_gives_up(integration: Joined[Integration]) -> Iterator[Finding]:
    sent = integration.peek("requestParameters")
    if isinstance(sent, dict) and "Event" in str(sent.get(ASYNCHRONOUS)):
        return
    for function in integration.functions:
        waits, runs = integration.timeout, function.timeout
        if runs > waits:
            message = f"waits {waits:g} s for {function.name}, which may run {runs:g} s"
            yield Finding(integration, function.name, message)
