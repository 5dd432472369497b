"""Access logs hold the keys that open an API."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.access_logs import LoggedStage


@rule(
    severity=Severity.MEDIUM,
    title="Each line of an access log holds an API key",
    why="Whoever may read the log can call the API as any of its clients.",
    fix="Log $context.identity.apiKeyId: it names the key and opens nothing.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html",
)
def key_in_access_log(stage: LoggedStage) -> Iterator[Finding]:
    if "identity.apiKey" in stage.variables:
        message = "accessLogSettings.format has $context.identity.apiKey"
        yield Finding(stage, "format", message)
