"""Keys that come in the query string are written to a log."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import Authorizer, RestApi
from policies.views.apigateway import MethodSettings

QUERY = "method.request.querystring."


@rule(
    severity=Severity.MEDIUM,
    title="API keys are written to a log",
    why="Full request data has the query string in it: whoever reads the log can call the API.",
    fix="Set dataTraceEnabled to false, or take the key from a header.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def key_in_logs(settings: Joined[MethodSettings]) -> Iterator[Finding]:
    api, stack = settings.follow("restApi", RestApi), settings.stack
    if api is None or stack is None:
        return
    for authorizer in stack.of(Authorizer):
        if authorizer.api != api:
            continue
        keys = [s for s in authorizer.identity_sources if s.startswith(QUERY) and _is_key(s)]
        if keys and settings.flag("settings.dataTraceEnabled"):
            message = f"logs whole requests; {authorizer.name} takes the key from {keys[0]}"
            yield Finding(settings, authorizer.name, message)


def _is_key(source: str) -> bool:
    return any(word in source.lower() for word in ("key", "token", "secret"))
