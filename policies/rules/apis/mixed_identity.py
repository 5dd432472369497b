"""One way into an API asks for nothing, while the others ask for a signature."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.api_keys import KeyedMethod, RestApi


@rule(
    severity=Severity.LOW,
    title="An API that asks for signatures has an open method",
    why="Among methods that check who calls, one that does not is easily an oversight.",
    fix="Set its authorization to AWS_IAM, or put what is open into an API of its own.",
    source="sheet 59; https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
)
def mixed_identity(api: Joined[RestApi]) -> Iterator[Finding]:
    if api.stack is None:
        return
    named = api.stack.naming(KeyedMethod, "restApi", api)
    methods = [method for method in named if method.api == api]
    if not any(method.authorization == "AWS_IAM" for method in methods):
        return
    for method in methods:
        # Browsers send preflights without credentials.
        if method.authorization == "NONE" and method.http_method != "OPTIONS":
            message = f"{method.http_method} asks for nothing, other methods of {api.name} for IAM"
            yield Finding(method, "open", message)
