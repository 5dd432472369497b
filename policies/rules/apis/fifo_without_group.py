"""An API sends to a FIFO queue and gives no message group."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration
from policies.views.sqs import Queue


@rule(
    severity=Severity.MEDIUM,
    title="Messages for a FIFO queue have no group",
    why="SQS refuses each of them: a FIFO queue keeps order inside message groups.",
    fix="Map MessageGroupId from the request, e.g. $request.header.x-customer.",
    source="sheet 60; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html",
)
def fifo_without_group(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if integration.rest or integration.subtype != "SQS-SendMessage":
        return
    if integration.request_parameters.get("MessageGroupId") not in (None, ""):
        return
    url = integration.peek("requestParameters.QueueUrl")
    if isinstance(url, str) and url.endswith(".fifo"):
        yield Finding(integration, "group", "sends to a FIFO queue without MessageGroupId")
        return
    for queue in integration.follow_all("requestParameters", Queue):
        if queue.fifo:
            message = f"sends to the FIFO queue {queue.name} without MessageGroupId"
            yield Finding(integration, "group", message)
