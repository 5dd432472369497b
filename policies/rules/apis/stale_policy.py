"""A deployment does not wait for the API's resource policy."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.private_api import ApiPolicy, Deployment, PrivateApi


@rule(
    severity=Severity.MEDIUM,
    title="A deployment does not follow the API's policy",
    why="A policy holds from the next deployment on: until then the old one, or none, is in force.",
    fix="Put the policy's text into the deployment's triggers, and the policy into depends_on.",
    source="sheet 50; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html",
)
def stale_policy(policy: Joined[ApiPolicy]) -> Iterator[Finding]:
    apis = policy.follow_all("restApiId", PrivateApi)
    stack = policy.stack or Stack()
    for deployment in {d: None for api in apis for d in stack.naming(Deployment, "restApi", api)}:
        if policy.urn not in deployment.resource.dependencies:
            yield Finding(deployment, policy.name, f"does not depend on the policy {policy.name}")
