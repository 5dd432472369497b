"""An authorizer that hands keys on does not say where callers put them."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import Authorizer


@rule(
    severity=Severity.LOW,
    title="An authorizer does not say where the key is",
    why="Calls without a key start the function, too, and each of them is paid for.",
    fix="Set identitySource to what has the key, e.g. method.request.querystring.apiKey.",
    source="sheet 47; https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html",
)
def identity_source_unset(authorizer: Joined[Authorizer]) -> Iterator[Finding]:
    # Where it is left out the provider names the Authorization header.
    if authorizer.kind != "REQUEST" or authorizer.text("identitySource", "Authorization"):
        return
    api = authorizer.api
    if api is not None and api.key_source == "AUTHORIZER":
        message = "has an empty identitySource: its function runs for calls without a key, too"
        yield Finding(authorizer, "source", message)
