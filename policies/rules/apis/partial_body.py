"""An API stores one field of the body, which it reads only in part."""

import re
from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.views.service_integrations import ServiceIntegration

CONTENT = ("MessageBody", "Data", "Detail", "Input")
"""Parameters that hold what is stored."""


@rule(
    severity=Severity.LOW,
    title="A stored body is taken by a path",
    why="API Gateway cuts a body at 100 KB before it looks for the path: larger requests fail.",
    fix="Store $request.body as a whole, or see to it that no body is larger than 100 KB.",
    source="sheet 60; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html",
)
def partial_body(integration: Joined[ServiceIntegration]) -> Iterator[Finding]:
    if integration.rest or not integration.subtype:
        return
    for name in CONTENT:
        value = integration.peek(f"requestParameters.{name}")
        if isinstance(value, str) and re.search(r"\$\{?request\.body\.", value):
            yield Finding(integration, name, f"{name} is {value}; the body is read up to 100 KB")
