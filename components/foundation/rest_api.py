"""RestApi: API Gateway's REST API in front of functions.

Every path is a resource, every method has its integration, and the deployment follows a hash over
all of them, so that no change waits for somebody to press "deploy".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Input, Model
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.routes import any_value, methods, request_headers, slug_of

ACCESS_LOG = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "path": "$context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "latencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integration.latency",
    "integrationError": "$context.integration.error",
    "authorizerError": "$context.authorizer.error",
    "error": "$context.error.message",
}


class Cognito(Model):
    """Callers signed in to Cognito."""

    user_pool_arns: tuple[Input[str], ...] = Field(min_length=1)
    """ARNs of the user pools."""


@dataclass(frozen=True)
class RestRoute:
    """A route (`GET /items/{id}`), the function behind it, and whether it is open to anybody."""

    key: str
    function: Function
    open: bool = False


class RestApiArgs(Args):
    """Settings of a REST API. Source: sheets 48, 59."""

    routes: tuple[Any, ...]
    """`RestRoute`s."""

    auth: Cognito | Literal["iam", "none"] = "none"
    """Who may call routes that are not open."""

    api_key: bool = False
    """Whether callers must send a key of the API's usage plan in `x-api-key`. A key tells callers
    apart and throttles them; it is no proof of identity."""

    cors: Cors | None = None
    """CORS: preflights answered by API Gateway (one origin) or by `preflight` (several)."""

    preflight: Any = None
    """Function that answers OPTIONS where `cors` has several origins."""

    stage_name: str = Field(default="live", pattern=r"^[A-Za-z0-9_-]{1,128}$")
    """First part of the path in the URL."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""


class RestApi(Component):
    """A regional REST API. `url`, `api_id`, `execution_arn` (Output[str]).

    Children: `api`, `resources`, `methods`, `authorizer`, `errors`, `deployment`, `log_group`,
    `stage`, `method_settings`, `usage_plan`, `key`.
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    execution_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:RestApi", name, args, opts)
        self.args = args
        self.api = aws.apigateway.RestApi(
            name, endpoint_configuration={"types": "REGIONAL"}, opts=self.own
        )
        self.api_id, self.execution_arn = self.api.id, self.api.execution_arn
        self.resources: dict[str, aws.apigateway.Resource] = {}
        self.methods: list[pulumi.Resource] = []
        self._definition: list[Any] = []
        self.authorizer = (
            self._authorizer(name, args.auth) if isinstance(args.auth, Cognito) else None
        )
        for route in args.routes:
            self._route(name, route)
        self.errors: list[aws.apigateway.Response] = []
        if args.cors:
            for path in sorted({route.key.split(" ", 1)[1] for route in args.routes}):
                self._preflight(name, path, args.cors)
            self.errors = [self._error(name, kind, args.cors) for kind in ("4XX", "5XX")]
        self.deployment = aws.apigateway.Deployment(
            f"{name}-deployment",
            rest_api=self.api_id,
            triggers={"definition": pulumi.Output.json_dumps(self._definition).apply(_digest)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[*self.methods, *self.errors]),
        )
        self._stage(name, args)
        self._keys(name, args)
        self.url = self.stage.invoke_url
        self.register_outputs({})

    def _resource(self, name: str, path: str) -> pulumi.Output[str]:
        """Id of the resource for `path`, made with all above it."""
        if path == "/":
            return self.api.root_resource_id
        if path not in self.resources:
            above, _, step = path.rpartition("/")
            self.resources[path] = aws.apigateway.Resource(
                f"{name}-{slug_of(path)}",
                rest_api=self.api_id,
                parent_id=self._resource(name, above or "/"),
                path_part=step,
                opts=self.own,
            )
            self._definition.append(["resource", path])
        return self.resources[path].id

    def _authorizer(self, name: str, cognito: Cognito) -> aws.apigateway.Authorizer:
        self._definition.append(["authorizer", list(cognito.user_pool_arns)])
        return aws.apigateway.Authorizer(
            f"{name}-cognito",
            rest_api=self.api_id,
            type="COGNITO_USER_POOLS",
            provider_arns=list(cognito.user_pool_arns),
            opts=self.own,
        )

    def _route(self, name: str, route: RestRoute) -> None:
        method, path = route.key.split(" ", 1)
        auth = "NONE"
        if not route.open and self.args.auth != "none":
            auth = "AWS_IAM" if self.args.auth == "iam" else "COGNITO_USER_POOLS"
        with_key = self.args.api_key and not route.open
        self._proxy(name, method, path, route.function, auth=auth, api_key=with_key)

    def _proxy(
        self, name: str, method: str, path: str, function: Function, *, auth: str, api_key: bool
    ) -> None:
        """One method that hands the whole request to a function."""
        at = f"{name}-{slug_of(f'{method} {path}')}"
        made = aws.apigateway.Method(
            at,
            rest_api=self.api_id,
            resource_id=self._resource(name, path),
            http_method=method,
            authorization=auth,
            authorizer_id=self.authorizer.id
            if self.authorizer and auth == "COGNITO_USER_POOLS"
            else None,
            api_key_required=api_key,
            opts=self.own,
        )
        integration = aws.apigateway.Integration(
            at,
            rest_api=self.api_id,
            resource_id=self._resource(name, path),
            http_method=made.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=function.invoke_arn,
            opts=self.own,
        )
        function.allow(
            at,
            "apigateway.amazonaws.com",
            pulumi.Output.concat(self.execution_arn, f"/*/{method}{any_value(path)}"),
        )
        self.methods += [made, integration]
        self._definition.append(["proxy", method, path, auth, api_key, function.invoke_arn])

    def _preflight(self, name: str, path: str, cors: Cors) -> None:
        """OPTIONS of one path, open to all: browsers send it without credentials."""
        if self.args.preflight is not None:
            self._proxy(name, "OPTIONS", path, self.args.preflight, auth="NONE", api_key=False)
            return
        at = f"{name}-{slug_of(f'options {path}')}"
        headers = self._preflight_headers(path, cors)
        where: dict[str, Any] = {"rest_api": self.api_id, "resource_id": self._resource(name, path)}
        method = aws.apigateway.Method(
            at, http_method="OPTIONS", authorization="NONE", opts=self.own, **where
        )
        integration = aws.apigateway.Integration(
            at,
            http_method=method.http_method,
            type="MOCK",
            request_templates={"application/json": '{"statusCode": 200}'},
            passthrough_behavior="WHEN_NO_MATCH",
            opts=self.own,
            **where,
        )
        response = aws.apigateway.MethodResponse(
            at,
            http_method=method.http_method,
            status_code="200",
            response_parameters={f"method.response.header.{key}": True for key in headers},
            opts=self.own,
            **where,
        )
        answer = aws.apigateway.IntegrationResponse(
            at,
            http_method=method.http_method,
            status_code=response.status_code,
            response_parameters={
                f"method.response.header.{key}": f"'{value}'" for key, value in headers.items()
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[integration]),
            **where,
        )
        self.methods += [method, integration, response, answer]
        self._definition.append(["preflight", path, headers])

    def _preflight_headers(self, path: str, cors: Cors) -> dict[str, str]:
        here = [route.key for route in self.args.routes if route.key.split(" ", 1)[1] == path]
        allowed = request_headers(
            cors,
            authorized=self.args.auth != "none",
            signed=self.args.auth == "iam",
            api_key=self.args.api_key,
        )
        headers = {
            "Access-Control-Allow-Origin": cors.origins[0],
            "Access-Control-Allow-Methods": ",".join(methods(here)),
            "Access-Control-Allow-Headers": ",".join(allowed),
            "Access-Control-Max-Age": str(cors.max_age_seconds),
        }
        if cors.credentials:
            headers["Access-Control-Allow-Credentials"] = "true"
        return headers

    def _error(self, name: str, kind: str, cors: Cors) -> aws.apigateway.Response:
        """Errors made by the gateway (401, 403, 429, 5xx): without the header a browser would
        report a CORS error in place of them. A static header holds one origin, the first."""
        headers = {"Access-Control-Allow-Origin": cors.origins[0]}
        if cors.credentials:
            headers["Access-Control-Allow-Credentials"] = "true"
        self._definition.append(["error", kind, headers])
        return aws.apigateway.Response(
            f"{name}-{kind.lower()}",
            rest_api_id=self.api_id,
            response_type=f"DEFAULT_{kind}",
            response_parameters={
                f"gatewayresponse.header.{key}": f"'{value}'" for key, value in headers.items()
            },
            opts=self.own,
        )

    def _stage(self, name: str, args: RestApiArgs) -> None:
        self.log_group = aws.cloudwatch.LogGroup(
            f"{name}-access-logs",
            name_prefix=f"/aws/apigateway/{name}-",
            retention_in_days=self.settings.log_retention_days,
            kms_key_id=self.settings.kms_key_arn,
            opts=self.own,
        )
        account = self.context.api_gateway_account
        self.stage = aws.apigateway.Stage(
            f"{name}-stage",
            rest_api=self.api_id,
            deployment=self.deployment.id,
            stage_name=args.stage_name,
            xray_tracing_enabled=self.settings.tracing,
            access_log_settings={
                "destination_arn": self.log_group.arn,
                "format": json.dumps(ACCESS_LOG),
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[account] if account else []),
        )
        self.method_settings = aws.apigateway.MethodSettings(
            f"{name}-limits",
            rest_api=self.api_id,
            stage_name=self.stage.stage_name,
            method_path="*/*",
            settings={
                "metrics_enabled": True,
                "logging_level": "ERROR",
                "data_trace_enabled": False,
                "throttling_rate_limit": args.rate_limit,
                "throttling_burst_limit": args.burst_limit,
            },
            opts=self.own,
        )

    def _keys(self, name: str, args: RestApiArgs) -> None:
        self.usage_plan = self.key = None
        if not args.api_key:
            return
        self.key = aws.apigateway.ApiKey(f"{name}-key", opts=self.own)
        self.usage_plan = aws.apigateway.UsagePlan(
            f"{name}-plan",
            api_stages=[{"api_id": self.api_id, "stage": self.stage.stage_name}],
            throttle_settings={"rate_limit": args.rate_limit, "burst_limit": args.burst_limit},
            opts=self.own,
        )
        aws.apigateway.UsagePlanKey(
            f"{name}-plan-key",
            key_id=self.key.id,
            key_type="API_KEY",
            usage_plan_id=self.usage_plan.id,
            opts=self.own,
        )


def _digest(definition: str) -> str:
    return hashlib.sha256(definition.encode()).hexdigest()
