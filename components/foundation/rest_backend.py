"""What stands behind a method of a REST API: a function, an AWS service, a URL, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi

from components.foundation.function import Function

JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """One answer of a backend that does not pass its own through.

    selection_pattern: regular expression over the backend's status code (AWS services, HTTP) or the
    error text (functions); the answer without one is the default.
    headers: header -> a static value in single quotes or `integration.response.…`.
    """

    status: str
    selection_pattern: str | None = None
    template: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None


@dataclass(frozen=True)
class Backend:
    """An integration, in API Gateway's own terms.

    `function` is given leave to be invoked by the method; `grants_from` holds what must exist
    before the first request (the policy of the role in `credentials`).
    """

    type: Literal["AWS_PROXY", "AWS", "HTTP_PROXY", "HTTP", "MOCK"]
    uri: pulumi.Input[str] | None = None
    http_method: pulumi.Input[str] | None = None
    credentials: pulumi.Input[str] | None = None
    request_templates: Mapping[str, str] | None = None
    request_parameters: Mapping[str, str] | None = None
    answers: tuple[Answer, ...] = ()
    connection_id: pulumi.Input[str] | None = None
    integration_target: pulumi.Input[str] | None = None
    timeout_ms: int = 29000
    function: Function | None = None
    needs: tuple[pulumi.Resource, ...] = ()

    def definition(self) -> list[Any]:
        """All that a deployment must follow."""
        return [
            self.type,
            self.uri,
            self.http_method,
            self.credentials,
            dict(self.request_templates or {}),
            dict(self.request_parameters or {}),
            [[a.status, a.selection_pattern, a.template, dict(a.headers)] for a in self.answers],
            self.connection_id,
            self.integration_target,
            self.timeout_ms,
        ]


def to_function(function: Function) -> Backend:
    """The whole request goes to the function, its answer back as it is."""
    return Backend("AWS_PROXY", uri=function.invoke_arn, http_method="POST", function=function)


def nothing(*answers: Answer) -> Backend:
    """API Gateway answers by itself."""
    return Backend("MOCK", request_templates={JSON: '{"statusCode": 200}'}, answers=answers)


def to_service(
    uri: pulumi.Input[str],
    credentials: pulumi.Input[str],
    request_templates: Mapping[str, str],
    answers: tuple[Answer, ...],
    *,
    http_method: str = "POST",
    request_parameters: Mapping[str, str] | None = None,
    needs: tuple[pulumi.Resource, ...] = (),
) -> Backend:
    """An AWS service's own API, called with the role in `credentials`.

    A request whose content type has no template is refused with 415 and never reaches the service.
    """
    return Backend(
        "AWS",
        uri=uri,
        http_method=http_method,
        credentials=credentials,
        request_templates=request_templates,
        request_parameters=request_parameters,
        answers=answers,
        needs=needs,
    )


def to_url(
    uri: pulumi.Input[str],
    link_id: pulumi.Input[str],
    *,
    http_method: str = "ANY",
    integration_target: pulumi.Input[str] | None = None,
    request_parameters: Mapping[str, str] | None = None,
    timeout_ms: int = 29000,
    needs: tuple[pulumi.Resource, ...] = (),
) -> Backend:
    """A server in a VPC over a VPC link; `integration_target`: the balancer's ARN, for V2."""
    return Backend(
        "HTTP_PROXY",
        uri=uri,
        http_method=http_method,
        connection_id=link_id,
        integration_target=integration_target,
        request_parameters=request_parameters,
        timeout_ms=timeout_ms,
        needs=needs,
    )
