"""Nobody can follow a request through an API."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.core import Finding, Severity, rule
from policies.views.apigateway import Stage


@rule(
    severity=Severity.LOW,
    title="A REST API is not traced",
    why="When a request is slow, nothing tells whether the API or what is behind it was.",
    fix="Set xrayTracingEnabled to true: the service's own role writes the traces.",
    source="Security Hub APIGateway.3; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html",
)
def no_tracing(stage: Stage) -> Iterator[Finding]:
    if not stage.traced:
        yield Finding(stage, "tracing", "xrayTracingEnabled is not set")


@no_tracing.remediation
def trace(_: Stage) -> Mapping[str, Any]:
    return {"xrayTracingEnabled": True}
