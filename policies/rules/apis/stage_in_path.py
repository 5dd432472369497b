"""A backend in a VPC gets the stage's name as the first part of each path."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.apigatewayv2 import Api
from policies.views.private_backend import private_backends
from policies.views.service_integrations import HttpStage


@rule(
    severity=Severity.LOW,
    title="A private backend gets the stage in its path",
    why="It is asked for /test/orders in place of /orders, and answers 404.",
    fix='Set request_parameters={"overwrite:path": "$request.path"}, or name the stage $default.',
    source="sheets 49, 54; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
)
def stage_in_path(stage: Joined[HttpStage]) -> Iterator[Finding]:
    if stage.stack is None or stage.api is None or stage.peek("name") == "$default":
        return
    for backend in private_backends(stage.stack):
        if backend.rest or stage.api not in backend.follow_all("apiId", Api):
            continue
        sent = backend.peek("requestParameters")
        if sent is UNKNOWN:
            raise Undecided(backend.resource, "requestParameters")
        if isinstance(sent, dict) and "overwrite:path" in sent:
            continue
        message = f"{backend.name} sends /{stage.text('name')}/… to its backend"
        yield Finding(stage, backend.name, message)
