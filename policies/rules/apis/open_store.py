"""Anybody may read, delete or stop what an API stores."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Route
from policies.views.service_integrations import linked_integrations

CLOSED = {
    "SQS-ReceiveMessage": "reads messages and hides them from the consumer",
    "SQS-DeleteMessage": "deletes messages",
    "SQS-PurgeQueue": "deletes all messages",
    "StepFunctions-StopExecution": "stops executions",
    "AppConfig-GetConfiguration": "reads the configuration",
}
"""Subtypes that must not be open to everybody → what a caller does with them."""


@rule(
    severity=Severity.HIGH,
    title="Anybody may read, delete or stop what an API stores",
    why="Requests that were taken in are lost or read by others; nothing brings them back.",
    fix="Give the route an authorizer, or leave it out.",
    source="sheet 60; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
)
def open_store(route: Joined[Route]) -> Iterator[Finding]:
    for integration in linked_integrations(route):
        subtype = integration.subtype
        if subtype in CLOSED and route.authorization_type == "NONE":
            message = f"{route.key} is open to everybody and {CLOSED[subtype]} ({subtype})"
            yield Finding(route, subtype, message)
