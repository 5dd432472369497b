"""An authorizer's answer is kept for callers with other keys."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import Authorizer


@rule(
    severity=Severity.HIGH,
    title="One caller's key may be counted for another",
    why="The kept answer names the key of whoever came first with the same identity.",
    fix="Set authorizerResultTtlInSeconds to 0, or name the key's parameter in identitySource.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html",
)
def key_of_another_caller(authorizer: Joined[Authorizer]) -> Iterator[Finding]:
    api = authorizer.api
    if api is None or api.key_source != "AUTHORIZER" or authorizer.kind == "COGNITO_USER_POOLS":
        return
    if not authorizer.cache_seconds or any(map(_is_key, authorizer.identity_sources)):
        return
    seconds = f"{authorizer.cache_seconds:g} s"
    names = ", ".join(authorizer.identity_sources)
    message = f"keeps answers with {api.name}'s keys for {seconds} by {names} alone"
    yield Finding(authorizer, "cache", message)


def _is_key(source: str) -> bool:
    """Whether an identity source is the key itself."""
    return "key" in source.rpartition(".")[2].lower()
