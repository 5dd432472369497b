"""Stages with access logs for rule tests."""

from __future__ import annotations

import json
from typing import Any

from policies.view import Resource
from tests.support.apis import API, REST_API
from tests.support.builders import resource

GROUP = resource("aws:cloudwatch/logGroup:LogGroup", "calls")
WHOLE = (
    *("requestId", "status", "responseLatency"),
    *("integration.status", "integration.integrationStatus"),
)
"""What every access log should have."""


def line(*variables: str) -> str:
    """A format with these variables, as JSON."""
    return json.dumps({name.replace(".", "_"): f"$context.{name}" for name in variables})


def rest_stage(form: Any = None, /, **props: Any) -> Resource:
    """A stage of `REST_API`; without `form` it has no access log."""
    return resource("aws:apigateway/stage:Stage", "live", restApi=REST_API, **_log(form), **props)


def http_stage(form: Any = None, /, **props: Any) -> Resource:
    """A stage of `API`; without `form` it has no access log."""
    return resource("aws:apigatewayv2/stage:Stage", "stage", apiId=API, **_log(form), **props)


def _log(form: Any) -> dict[str, Any]:
    if form is None:
        return {}
    return {"accessLogSettings": {"destinationArn": GROUP, "format": form}}
