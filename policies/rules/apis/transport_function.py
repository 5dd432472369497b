"""A function behind an API does nothing but hand requests to one service."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import action_matches
from policies.view import Undecided, View
from policies.views.iam import Role, documents_by_role, linked
from policies.views.lambda_ import Function
from policies.views.service_integrations import ServiceIntegration

DIRECT = {
    "sqs:sendmessage": "SQS",
    "events:putevents": "EventBridge",
    "kinesis:putrecord": "Kinesis",
    "states:startexecution": "Step Functions",
    "states:startsyncexecution": "Step Functions",
}
"""Actions that API Gateway can call itself → the service."""
BESIDES = ("logs:*", "xray:*", "kms:*", "ec2:*")
"""What any function may need besides: logs, traces, keys, a place in a VPC."""


@rule(
    severity=Severity.LOW,
    title="A function only carries requests to a service",
    why="Its errors and cold starts stand before the store; API Gateway can do without it.",
    fix="Let the API call the service itself; keep functions for work that transforms data.",
    source="sheets 60, 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html",
)
def only_carries(stack: Stack) -> Iterator[Finding | Open]:
    by_role = None
    for function in dict.fromkeys(_behind_apis(stack)):
        by_role = by_role or documents_by_role(stack)
        try:
            actions = _actions(function, by_role)
        except Undecided as unknown:
            yield Open(unknown.resource, unknown.prop, unknown.because)
            continue
        services = {DIRECT.get(action, "") for action in actions}
        if actions and len(services) == 1 and "" not in services:
            message = f"only carries what an API takes to {services.pop()}"
            yield Finding(function, ",".join(sorted(actions)), message)


def _behind_apis(stack: Stack) -> Iterator[Function]:
    for integration in stack.of(ServiceIntegration):
        prop = "uri" if integration.rest else "integrationUri"
        yield from linked(integration, prop, Function)


def _actions(function: View, by_role: dict) -> set[str]:
    """What the function may do besides logs and traces, in lower case."""
    found: set[str] = set()
    for role in linked(function, "role", Role):
        for attached in by_role.get(role.urn, ()):
            if attached.because is not None:
                raise attached.because
            for statement in attached.document.allowing() if attached.document else ():
                found.update(statement.actions or ("*",))
    lower = {action.lower() for action in found}
    return {a for a in lower if not any(action_matches(pattern, a) for pattern in BESIDES)}
