"""What routes and their parameters may look like, and the service action behind each route."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pulumi
from pydantic import Field

from components.foundation.grant import Grant
from components.foundation.http_api import HttpBackend
from components.foundation.role import Role, RoleArgs

Taken = Annotated[
    str, Field(pattern=r"^\$(request\.(body|header|querystring|path)\b|context\.|stageVariables\.)")
]
"""A selection expression: what is taken from the request, e.g. `$request.body`."""


@dataclass(frozen=True)
class Call:
    """A route and the one service action it calls, e.g. `SQS-SendMessage`."""

    name: str
    route: str
    subtype: str
    parameters: Mapping[str, pulumi.Input[str]]
    grant: Grant


def backend(name: str, call: Call, opts: pulumi.ResourceOptions) -> tuple[Role, HttpBackend]:
    """The integration of a call, and the role that may do just this.

    Source: API Gateway developer guide, "Integration subtype reference".
    """
    role = Role(name, RoleArgs(service="apigateway.amazonaws.com", grants=(call.grant,)), opts)
    settings = {
        "integration_type": "AWS_PROXY",
        "integration_subtype": call.subtype,
        # Service integrations know no other.
        "payload_format_version": "1.0",
        "credentials_arn": role.arn,
        "request_parameters": dict(call.parameters),
    }
    return role, HttpBackend(name, settings, (role.policy,) if role.policy else ())
