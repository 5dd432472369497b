"""An HTTP API sends as many requests into a VPC as come."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.apigatewayv2 import Api
from policies.views.private_backend import private_backends
from policies.views.service_integrations import HttpStage


@rule(
    severity=Severity.LOW,
    title="Nothing limits the requests to a private backend",
    why="Only the account's limit is left, which all its APIs share and few backends can bear.",
    fix="Set throttling_rate_limit and throttling_burst_limit in the stage's route settings.",
    source="sheet 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
)
def unlimited_backend(stage: Joined[HttpStage]) -> Iterator[Finding]:
    if stage.stack is None or stage.api is None or stage.throttled:
        return
    for backend in private_backends(stage.stack):
        if not backend.rest and stage.api in backend.follow_all("apiId", Api):
            yield Finding(stage, "limit", f"limits nothing; {backend.name} leads into a VPC")
            return
