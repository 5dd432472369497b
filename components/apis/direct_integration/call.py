"""One route of the API and the service action it calls, with its templates and its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import pulumi
from pydantic import Field

from components.errors import ConfigError, Problem
from components.foundation.code import ROOT
from components.foundation.grant import Grant
from components.foundation.rest_backend import JSON, Answer, Backend, to_service
from components.foundation.rest_settings import RestRoute
from components.foundation.role import Role, RoleArgs

HERE = "handlers/apis/direct_integration"
FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
"""What services with Amazon's query protocol are sent."""

ItemRoute = Annotated[str, Field(pattern=r"^GET /([A-Za-z0-9._-]+/)*\{id\}$")]


@dataclass(frozen=True)
class Call:
    """A route and its action.

    uri: as API Gateway writes it after the Region, e.g. `states:action/StartExecution`. request:
    file of the request template. succeeded, refused, missing: files of the templates for the
    service's 2xx, 400 and 403/404; the last stands only where callers ask for one thing.
    """

    name: str
    route: str
    uri: pulumi.Input[str]
    request: str
    grant: Grant
    status: str
    succeeded: str | None
    refused: str = f"{HERE}/refused.vtl"
    missing: str | None = None
    model: str | None = None
    http_method: str = "POST"
    parameters: Mapping[str, str] = field(default_factory=dict)
    expects: Mapping[str, bool] = field(default_factory=dict)


def route(
    name: str,
    call: Call,
    region: pulumi.Input[str],
    partition: str,
    headers: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[Role, RestRoute]:
    """The role that may do just this, and the route. `headers` go on every answer."""
    role = Role(name, RoleArgs(service="apigateway.amazonaws.com", grants=(call.grant,)), opts)
    backend = to_service(
        _uri(partition, region, call.uri),
        role.arn,
        {JSON: template(call.request)},
        tuple(_answers(call, headers)),
        http_method=call.http_method,
        request_parameters=call.parameters or None,
        needs=(role.policy,) if role.policy else (),
    )
    return role, _route(call, backend)


def _uri(partition: str, region: pulumi.Input[str], rest: pulumi.Input[str]) -> pulumi.Input[str]:
    if isinstance(region, str) and isinstance(rest, str):
        return f"arn:{partition}:apigateway:{region}:{rest}"
    return pulumi.Output.concat(f"arn:{partition}:apigateway:", region, ":", rest)


def _route(call: Call, backend: Backend) -> RestRoute:
    return RestRoute(
        call.route,
        backend,
        request_parameters=dict(call.expects) or None,
        request_model=call.name if call.model else None,
    )


def _answers(call: Call, headers: Mapping[str, str]) -> list[Answer]:
    """What no pattern takes is the backend's failure: never a 200 that nobody has looked at."""
    succeeded = template(call.succeeded) if call.succeeded else None
    answers = [
        Answer(call.status, r"2\d{2}", succeeded, headers),
        Answer("400", "400", template(call.refused), headers),
        Answer("502", None, template(f"{HERE}/failed.vtl"), headers),
    ]
    if call.missing:
        answers.append(Answer("404", "403|404", template(call.missing), headers))
    return answers


def template(file: str) -> str:
    """The template in `file`, a path below the repository.

    Without the line end of the file: a service would take it as a part of the caller's data.
    """
    path = ROOT / file
    if not path.is_file():
        raise ConfigError([Problem("template", file, "a file of the repository", "correct it")])
    return path.read_text().rstrip("\n")


def model(file: str) -> dict[str, Any]:
    """The JSON schema in `file`, a path below the repository."""
    try:
        found = json.loads((ROOT / file).read_text())
    except (OSError, ValueError) as error:
        wanted = "a file of the repository with a JSON schema (draft 4)"
        raise ConfigError([Problem("model", file, wanted, "correct it")]) from error
    if not found.get("required"):
        # A schema that asks for nothing lets {} through (sheet 69).
        raise ConfigError(
            [Problem("model", file, "a schema with `required`", "name the fields that must be")]
        )
    return found
