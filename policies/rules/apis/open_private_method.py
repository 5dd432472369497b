"""Anybody may call a method of a REST API that leads into a VPC."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Undecided
from policies.views.api_keys import KeyedMethod, RestApi
from policies.views.private_api import ApiPolicy
from policies.views.private_backend import PrivateBackend
from policies.views.service_integrations import ServiceIntegration


@rule(
    severity=Severity.MEDIUM,
    title="A method that leads into a VPC is open to everybody",
    why="The VPC keeps the service from the internet, and the method lets the internet in again.",
    fix="Set authorization to AWS_IAM, or give it an authorizer, an API key or a resource policy.",
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
)
def open_private_method(backend: Joined[PrivateBackend]) -> Iterator[Finding]:
    if not backend.rest or not backend.linked:
        return
    beside = ServiceIntegration(backend.resource, backend.stack).method()
    if beside is None:
        return
    method = KeyedMethod(beside.resource, beside.stack)
    if method.http_method == "OPTIONS" or method.authorization != "NONE":
        return
    if method.api_key_required or _has_policy(method):
        return
    message = f"{method.http_method} is open to everybody and leads to {backend.name} in a VPC"
    yield Finding(method, "open", message)


def _has_policy(method: KeyedMethod) -> bool:
    """Whether a resource policy says who may call; what it says, other rules judge."""
    api, stack = method.api, method.stack
    if api is None:
        because = "is of another stack, and so is its resource policy"
        raise Undecided(method.resource, "restApi", because)
    if api.peek("policy") not in (None, ""):
        return True
    policies = stack.of(ApiPolicy) if stack else []
    return any(api in policy.follow_all("restApiId", RestApi) for policy in policies)
