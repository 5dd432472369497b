"""A deployment of a REST API is made once and never again."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.views.api_keys import KeyedMethod
from policies.views.private_api import Deployment, PrivateApi

FOLLOWS = ("triggers", "variables")
"""Properties that make a new deployment when they change."""


@rule(
    severity=Severity.MEDIUM,
    title="A deployment does not follow the API's methods",
    why="It is a snapshot: what changes later is created, looks right, and is never served.",
    fix="Put a hash over the API's methods and integrations into the deployment's triggers.",
    source="sheet 48; https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html",
)
def frozen_deployment(deployment: Joined[Deployment]) -> Iterator[Finding]:
    given = [deployment.peek(name) for name in FOLLOWS]
    if any(value is UNKNOWN or value for value in given) or deployment.stack is None:
        return
    apis = set(deployment.follow_all("restApi", PrivateApi))
    changing = [method for method in deployment.stack.of(KeyedMethod) if method.api in apis]
    if changing or any(api.peek("body") is not None for api in apis):
        yield Finding(deployment, "triggers", "has no triggers: it is the API of its first day")
