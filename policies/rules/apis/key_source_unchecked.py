"""An authorizer hands keys on, and a method does not ask for one."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import KeyedMethod


@rule(
    severity=Severity.HIGH,
    title="A method asks for no key although keys are its lock",
    why="The authorizer lets everybody pass and leaves the judging to the key: the method is open.",
    fix="Set apiKeyRequired on every method but OPTIONS.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html",
)
def key_source_unchecked(method: Joined[KeyedMethod]) -> Iterator[Finding]:
    if method.http_method == "OPTIONS" or method.api_key_required:
        return
    api = method.api
    if api is not None and api.key_source == "AUTHORIZER":
        message = f"{api.name} takes keys from its authorizer; this method asks for none"
        yield Finding(method, "key", message)
