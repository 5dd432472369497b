"""A phase that may refuse requests leaves no trace in the access log."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.view import Stack
from policies.views.access_logs import FirewallAssociation, LoggedStage, logs_phase
from policies.views.api_keys import KeyedMethod
from policies.views.apigatewayv2 import Route

# HTTP APIs tell nothing of signatures.
REST_PHASES = {
    "AWS_IAM": ("authenticate", "authorize"),
    "CUSTOM": ("authorizer",),
    "COGNITO_USER_POOLS": ("authorizer",),
}
HTTP_PHASES = {"CUSTOM": ("authorizer",), "JWT": ("authorizer",)}


@rule(
    severity=Severity.LOW,
    title="An access log leaves out a phase that refuses",
    why="Whoever is refused there gets 403, and the log does not tell by what.",
    fix="Add the phase's status, error and latency to the format, e.g. $context.waf.status.",
    source="sheet 59; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html",
)
def phase_not_logged(stage: Joined[LoggedStage]) -> Iterator[Finding]:
    if not stage.logged or stage.stack is None:
        return
    logged = stage.variables
    for phase, because in _phases(stage, stage.stack).items():
        if not logs_phase(logged, phase):
            yield Finding(stage, phase, f"{because}, and its access log has no $context.{phase}.*")


def _phases(stage: LoggedStage, stack: Stack) -> dict[str, str]:
    """The phases that requests go through, each with what brings it about."""
    found: dict[str, str] = {}
    if stack.naming(FirewallAssociation, "resourceArn", stage):
        found["waf"] = "has a web ACL"
    if stage.api is None:
        return found
    if stage.rest:
        for method in stack.naming(KeyedMethod, "restApi", stage.api):
            if method.api == stage.api:
                for phase in REST_PHASES.get(method.authorization, ()):
                    found.setdefault(phase, f"has methods with {method.authorization}")
    else:
        for route in stack.naming(Route, "apiId", stage.api):
            if route.api == stage.api:
                for phase in HTTP_PHASES.get(route.authorization_type, ()):
                    found.setdefault(phase, f"has routes with {route.authorization_type}")
    return found
