"""A request template names a state machine that cannot exist."""

import re
from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.service_integrations import ServiceIntegration

WRITTEN = re.compile(r'"stateMachineArn"\s*:\s*"([^"$]*)"')
RIGHT = re.compile(r"^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:stateMachine:[A-Za-z0-9_-]+$")


@rule(
    severity=Severity.MEDIUM,
    title="A template names a state machine that cannot exist",
    why="Step Functions refuses the ARN, a stray space for instance, and every request fails.",
    fix="Take the ARN from the resource or from a stage variable.",
    source="sheet 69; https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html",
)
def malformed_machine_arn(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if not integration.rest or not integration.is_service:
        return
    for kind, template in integration.request_templates.items():
        if template is UNKNOWN:
            raise Undecided(integration.resource, f"requestTemplates.{kind}")
        for arn in WRITTEN.findall(str(template)):
            if not RIGHT.match(arn):
                yield Finding(integration, f"{kind}/{arn}", f"{arn!r} is no state machine's ARN")
