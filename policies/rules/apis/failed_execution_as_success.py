"""A REST API answers 200 for an execution that failed."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.service_integrations import ServiceIntegration, responses_of

ACTION = "states:StartSyncExecution"


@rule(
    severity=Severity.MEDIUM,
    title="A failed execution is answered as a success",
    why="StartSyncExecution itself answers 200 whatever became of the execution: callers go on.",
    fix="Let the template of the 2xx response read $.status and override the response's status.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html",
)
def failure_as_success(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service or integration.action != ACTION:
        return
    for response in responses_of(integration):
        if not response.status_code.startswith("2"):
            continue
        templates = response.peek("responseTemplates")
        if templates is UNKNOWN:
            raise Undecided(response.resource, "responseTemplates")
        text = " ".join(str(template) for template in response.templates.values())
        if "status" not in text:
            message = "passes an execution's result on without a look at its status"
            yield Finding(response, "status", message)
