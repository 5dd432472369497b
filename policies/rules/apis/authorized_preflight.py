"""An API asks browsers' preflights to be authorized, and browsers never are."""

import re
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.views.apigateway import Method
from policies.views.apigatewayv2 import Api, Route


@rule(
    severity=Severity.MEDIUM,
    title="A CORS preflight needs authorization",
    why="Browsers send it without credentials: it is refused, and so every call from a web page.",
    fix="Leave OPTIONS open, without a key; on HTTP APIs add an open route OPTIONS /{proxy+}.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def authorized_preflight(stack: Stack) -> Iterator[Finding | Open]:
    for method in stack.of(Method):
        yield from decided(_rest(method))
    for api in stack.of(Api):
        yield from decided(_http(api, stack))


def _rest(method: Method) -> Iterator[Finding]:
    if method.http_method != "OPTIONS":
        return
    if method.authorization != "NONE":
        message = f"OPTIONS has authorization {method.authorization}, expected NONE"
        yield Finding(method, "authorization", message)
    if method.api_key_required:
        yield Finding(method, "key", "OPTIONS needs an API key (apiKeyRequired)")


def _http(api: Api, stack: Stack) -> Iterator[Finding]:
    if not api.answers_preflight:
        return
    routes = [route for route in stack.naming(Route, "apiId", api) if route.api == api]
    open_paths = [
        route.path
        for route in routes
        if route.method == "OPTIONS" and route.authorization_type == "NONE"
    ]
    for route in routes:
        catches_all = route.key == "$default" or route.path.endswith("+}")
        if route.method != "ANY" or not catches_all or route.authorization_type == "NONE":
            continue
        if not any(_covers(path, route.path) for path in open_paths):
            message = (
                f"{route.key} also takes preflights and asks for {route.authorization_type} "
                f"authorization; {api.name} has CORS and no open route OPTIONS for them"
            )
            yield Finding(route, "route", message)


def _covers(options: str, path: str) -> bool:
    """Whether the greedy path `options` takes all that `path` takes."""
    if not options.endswith("+}"):
        return False
    top = re.sub(r"\{[^}]*\}$", "", options)
    return top == "/" or path.startswith(top)
