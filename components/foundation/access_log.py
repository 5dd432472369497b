"""What API Gateway logs of each request: one line of JSON, the same fields for every API.

Each phase of a request has its own status, latency and error, so that a line tells which phase
refused or slowed it. All values are texts; `-` stands for a phase that was not reached or a value
that there is not; latencies are whole milliseconds.
Source: sheet 59; API Gateway developer guide, "Variables for access logging" (REST) and "Customize
HTTP API access logs".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import pulumi_aws as aws

Phase = Literal[
    "request", "waf", "authenticate", "authorizer", "authorize", "integration", "response"
]
"""Where a request is, in this order; `request` and `response` hold for all of it."""


@dataclass(frozen=True)
class LogField:
    """A field of the line: its name, the phase it belongs to, the variable that fills it (without
    `$context.`) and what it tells."""

    name: str
    phase: Phase
    variable: str
    tells: str


_START = (
    LogField("requestId", "request", "requestId", "the request, as the caller sees it"),
    LogField("extendedRequestId", "request", "extendedRequestId", "the request, for AWS Support"),
    LogField("time", "request", "requestTime", "when it came in"),
    LogField("ip", "request", "identity.sourceIp", "address that the connection came from"),
)

_AUTHORIZER_ERROR = LogField(
    "authorizerError",
    "authorizer",
    "authorizer.error",
    "why the authorizer failed, or the token did not hold",
)

_INTEGRATION = (
    LogField("integrationError", "integration", "integration.error", "why the backend failed"),
    LogField(
        "integrationStatus",
        "integration",
        "integration.status",
        "status that the backend (a function: its code) returned",
    ),
    LogField(
        "integrationServiceStatus",
        "integration",
        "integration.integrationStatus",
        "status of the call itself: of Lambda's service, 200 although the code failed",
    ),
    LogField(
        "integrationLatencyMs", "integration", "integration.latency", "time that the backend took"
    ),
    LogField(
        "integrationRequestId",
        "integration",
        "integration.requestId",
        "the call in the backend's own log",
    ),
)

_END = (
    LogField("error", "response", "error.message", "API Gateway's own error message"),
    LogField(
        "errorType", "response", "error.responseType", "kind of the answer that it made itself"
    ),
    LogField("status", "response", "status", "status that the caller got"),
    LogField("bytes", "response", "responseLength", "size of the answer"),
    LogField("latencyMs", "response", "responseLatency", "time from request to answer"),
)

REST_LOG: tuple[LogField, ...] = (
    *_START,
    LogField("traceId", "request", "xrayTraceId", "its trace in X-Ray"),
    LogField("method", "request", "httpMethod", "method"),
    LogField("path", "request", "resourcePath", "resource, with its parameters' names"),
    LogField("wafError", "waf", "waf.error", "why AWS WAF gave no verdict"),
    LogField("wafStatus", "waf", "waf.status", "200, or 403 where the web ACL blocked"),
    LogField("wafLatencyMs", "waf", "waf.latency", "time that the rules took"),
    LogField("wafResponse", "waf", "wafResponseCode", "`WAF_ALLOW` or `WAF_BLOCK`"),
    LogField(
        "authenticateError", "authenticate", "authenticate.error", "why the signature did not hold"
    ),
    LogField(
        "authenticateStatus",
        "authenticate",
        "authenticate.status",
        "200, or 403 where the credentials or the signature were wrong",
    ),
    LogField(
        "authenticateLatencyMs",
        "authenticate",
        "authenticate.latency",
        "time that IAM took to check the signature",
    ),
    _AUTHORIZER_ERROR,
    LogField("authorizerStatus", "authorizer", "authorizer.status", "its answer as a status"),
    LogField("authorizerLatencyMs", "authorizer", "authorizer.latency", "time of the phase"),
    LogField(
        "authorizerServiceStatus",
        "authorizer",
        "authorizer.integrationStatus",
        "status of the call to the authorizer's function",
    ),
    LogField(
        "authorizerServiceLatencyMs",
        "authorizer",
        "authorizer.integrationLatency",
        "time of that call",
    ),
    LogField(
        "authorizerRequestId",
        "authorizer",
        "authorizer.requestId",
        "that call in the log of the authorizer's function",
    ),
    LogField("authorizeError", "authorize", "authorize.error", "why the caller may not call this"),
    LogField(
        "authorizeStatus",
        "authorize",
        "authorize.status",
        "200, or 403 where a policy does not allow the caller",
    ),
    LogField("authorizeLatencyMs", "authorize", "authorize.latency", "time that the decision took"),
    *_INTEGRATION,
    *_END,
)
"""REST APIs, public and private: every phase."""

HTTP_LOG: tuple[LogField, ...] = (
    *_START,
    LogField("route", "request", "routeKey", "the route that matched"),
    _AUTHORIZER_ERROR,
    *_INTEGRATION,
    *_END,
)
"""HTTP APIs: they cannot have a web ACL and log of the authorization only its error."""


def access_log(group: aws.cloudwatch.LogGroup, fields: tuple[LogField, ...]) -> Any:
    """A stage's `access_log_settings`."""
    return {"destination_arn": group.arn, "format": log_format(fields)}


def log_format(fields: tuple[LogField, ...]) -> str:
    """The template of the line; API Gateway takes up to 3 KB of a REST API."""
    return json.dumps({field.name: f"$context.{field.variable}" for field in fields})
