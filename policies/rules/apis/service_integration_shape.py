"""A service integration of an HTTP API lacks what its action needs."""

from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.views.service_integrations import HttpIntegration

REQUIRED = {
    "EventBridge-PutEvents": ("Detail", "DetailType", "Source"),
    "SQS-SendMessage": ("QueueUrl", "MessageBody"),
    "SQS-ReceiveMessage": ("QueueUrl",),
    "SQS-DeleteMessage": ("QueueUrl", "ReceiptHandle"),
    "SQS-PurgeQueue": ("QueueUrl",),
    "AppConfig-GetConfiguration": ("Application", "Environment", "Configuration", "ClientId"),
    "Kinesis-PutRecord": ("StreamName", "Data", "PartitionKey"),
    "StepFunctions-StartExecution": ("StateMachineArn",),
    "StepFunctions-StartSyncExecution": ("StateMachineArn",),
    "StepFunctions-StopExecution": ("ExecutionArn",),
}
"""Subtype → parameters that must be mapped."""


@rule(
    severity=Severity.MEDIUM,
    title="A service integration lacks what its action needs",
    why="AWS refuses the integration when it is made, or each request when it comes.",
    fix="Set AWS_PROXY, payload format 1.0, a listed subtype and all its required parameters.",
    source="sheet 60; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html",
)
def incomplete_service_integration(integration: HttpIntegration) -> Iterator[Finding]:
    subtype = integration.text("integrationSubtype")
    if not subtype:
        return
    if (kind := integration.text("integrationType")) != "AWS_PROXY":
        yield Finding(integration, "type", f"{subtype} has type {kind}, expected AWS_PROXY")
    if (payload := integration.text("payloadFormatVersion", "1.0")) != "1.0":
        message = f"{subtype} has payload format {payload}, expected 1.0"
        yield Finding(integration, "payload", message)
    if subtype not in REQUIRED:
        message = f"{subtype} is none of the subtypes that HTTP APIs know"
        yield Finding(integration, "subtype", message)
    missing = [
        name
        for name in REQUIRED.get(subtype, ())
        if integration.peek(f"requestParameters.{name}") in (None, "")
    ]
    if missing:
        yield Finding(integration, "parameters", f"{subtype} needs {', '.join(missing)}")
