"""One method of a REST API: method, integration, and every answer declared on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.foundation.rest_backend import JSON, Answer, Backend


def add_method(
    name: str,
    where: Mapping[str, Any],
    http_method: str,
    backend: Backend,
    opts: pulumi.ResourceOptions,
    **method: Any,
) -> list[pulumi.Resource]:
    """The resources of one method.

    where: `rest_api` and `resource_id`. method: further inputs of aws.apigateway.Method
    (authorization, authorizer_id, api_key_required, request_parameters, request_models,
    request_validator_id).
    """
    made = aws.apigateway.Method(name, http_method=http_method, opts=opts, **where, **method)
    integration = aws.apigateway.Integration(
        name,
        http_method=made.http_method,
        type=backend.type,
        uri=backend.uri,
        integration_http_method=backend.http_method,
        credentials=backend.credentials,
        request_templates=backend.request_templates,
        request_parameters=backend.request_parameters,
        # Only what a template has looked at may reach a service.
        passthrough_behavior=_passthrough(backend),
        connection_type="VPC_LINK" if backend.connection_id is not None else None,
        connection_id=backend.connection_id,
        integration_target=backend.integration_target,
        timeout_milliseconds=backend.timeout_ms,
        opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=list(backend.needs)),
        **where,
    )
    resources: list[pulumi.Resource] = [made, integration]
    for answer in backend.answers:
        resources += _answer(name, where, made, integration, answer, opts)
    return resources


def _passthrough(backend: Backend) -> str | None:
    if backend.type == "MOCK":
        return "WHEN_NO_MATCH"  # NEVER would answer a preflight without content type with 415
    return "NEVER" if backend.type in ("AWS", "HTTP") else None


def _answer(
    name: str,
    where: Mapping[str, Any],
    method: aws.apigateway.Method,
    integration: aws.apigateway.Integration,
    answer: Answer,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    only = "" if answer.status == "200" else f"-{answer.status}"
    prefix = "method.response.header."
    declared = aws.apigateway.MethodResponse(
        f"{name}{only}",
        http_method=method.http_method,
        status_code=answer.status,
        response_parameters={f"{prefix}{key}": True for key in answer.headers} or None,
        response_models={JSON: answer.model} if answer.model else None,
        opts=opts,
        **where,
    )
    sent = aws.apigateway.IntegrationResponse(
        f"{name}{only}",
        http_method=method.http_method,
        status_code=declared.status_code,
        selection_pattern=answer.selection_pattern,
        response_parameters={f"{prefix}{key}": value for key, value in answer.headers.items()}
        or None,
        response_templates={JSON: answer.template} if answer.template is not None else None,
        opts=pulumi.ResourceOptions(parent=opts.parent, depends_on=[integration]),
        **where,
    )
    return [declared, sent]
