"""Keys are to come from an authorizer, and a method has none."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import KeyedMethod


@rule(
    severity=Severity.MEDIUM,
    title="A method waits for a key that no authorizer hands on",
    why="With the source AUTHORIZER a key that callers send is not read: every call gets 403.",
    fix="Set the method's authorization to CUSTOM with an authorizer that returns the key.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html",
)
def key_without_authorizer(method: Joined[KeyedMethod]) -> Iterator[Finding]:
    api = method.api
    if api is None or api.key_source != "AUTHORIZER" or not method.api_key_required:
        return
    if method.authorization != "CUSTOM":
        message = f"takes its key from an authorizer of {api.name}, and has {method.authorization}"
        yield Finding(method, "authorizer", message)
