"""A function behind an API does nothing but hand requests to one service."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.carriers import Carriers
from policies.views.lambda_ import Function
from policies.views.linked import linked
from policies.views.service_integrations import ServiceIntegration

DIRECT = {
    "sqs:sendmessage": "SQS",
    "events:putevents": "EventBridge",
    "kinesis:putrecord": "Kinesis",
    "states:startexecution": "Step Functions",
    "states:startsyncexecution": "Step Functions",
}
"""Actions that API Gateway can call itself → the service."""


@rule(
    severity=Severity.LOW,
    title="A function only carries requests to a service",
    why="Its errors and cold starts stand before the store; API Gateway can do without it.",
    fix="Let the API call the service itself; keep functions for work that transforms data.",
    source="sheets 60, 69; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html",
)
def only_carries(stack: Stack) -> Iterator[Finding | Open]:
    carriers = Carriers(stack)
    for function in dict.fromkeys(_behind_apis(stack)):
        try:
            if service := carriers.service(function, DIRECT):
                key = ",".join(sorted(carriers.actions(function)))
                yield Finding(function, key, f"only carries what an API takes to {service}")
        except Undecided as unknown:
            yield Open.of(unknown)


def _behind_apis(stack: Stack) -> Iterator[Function]:
    for integration in stack.of(ServiceIntegration):
        prop = "uri" if integration.rest else "integrationUri"
        yield from linked(integration, prop, Function)
