"""RestApi: API Gateway's REST API in front of functions.

Every path is a resource, every method has its integration, and the deployment follows a hash over
all of them, so that no change waits for somebody to press "deploy".
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pulumi
import pulumi_aws as aws

from components.architecture import Component
from components.foundation.access_log import REST_LOG, access_log
from components.foundation.api_endpoint import only_over
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.known import once_known
from components.foundation.logs import log_group
from components.foundation.rest_backend import JSON, Answer, Backend, nothing, to_function
from components.foundation.rest_method import add_method
from components.foundation.rest_release import (
    IS_CANARY,
    canary_logs,
    canary_settings,
    deployments,
)
from components.foundation.rest_settings import (
    Cognito,
    LambdaAuthorizer,
    Private,
    RestApiArgs,
    RestRoute,
)
from components.foundation.routes import any_value, methods, request_headers, slug_of


class RestApi(Component):
    """A REST API, regional or private. `url`, `api_id`, `execution_arn` (Output[str]).

    Children: `api`, `policy`, `resources`, `methods`, `models`, `validator`, `authorizer`,
    `errors`, `deployment` (the stable one), `deployments` (by release), `log_group`, `stage`,
    `method_settings`, `usage_plan`, `key`, `plan_keys`.
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    execution_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:RestApi", name, args, opts)
        self.args = args
        self._definition: list[Any] = []
        self.api = self._api(name, args)
        self.api_id, self.execution_arn = self.api.id, self.api.execution_arn
        self.policy = self._policy(name, args.private) if args.private else None
        self.resources: dict[str, aws.apigateway.Resource] = {}
        self.methods: list[pulumi.Resource] = []
        self.models = {key: self._model(name, key, body) for key, body in args.models.items()}
        self.validator = self._validator(name, args)
        self.authorizer = self._authorizer(name, args.auth)
        for route in args.routes:
            self._route(name, route)
        self.errors: list[aws.apigateway.Response] = []
        if args.cors:
            for path in sorted({route.key.split(" ", 1)[1] for route in args.routes}):
                self._preflight(name, path, args.cors)
            self.errors = [self._error(name, kind, args.cors) for kind in ("4XX", "5XX")]
        before = [*self.methods, *self.errors, *([self.policy] if self.policy else [])]
        self.deployments = self._deployments(name, args, before)
        stable = args.releases.stable if args.releases else ""
        self.deployment = self.deployments[stable]
        self._stage(name, args)
        self._keys(name, args)
        self.url = self.stage.invoke_url
        self.register_outputs({})

    def _api(self, name: str, args: RestApiArgs) -> aws.apigateway.RestApi:
        authorizer_names_key = isinstance(args.auth, LambdaAuthorizer) and args.auth.api_keys
        endpoint: dict[str, Any] = {"types": "PRIVATE" if args.private else "REGIONAL"}
        if args.private:
            endpoint["vpc_endpoint_ids"] = list(args.private.vpc_endpoint_ids)
            self._definition.append(["private", endpoint["vpc_endpoint_ids"]])
        return aws.apigateway.RestApi(
            name,
            endpoint_configuration=endpoint,  # pyright: ignore[reportArgumentType]
            api_key_source="AUTHORIZER" if authorizer_names_key else None,
            opts=self.own,
        )

    def _policy(self, name: str, private: Private) -> aws.apigateway.RestApiPolicy:
        every = pulumi.Output.concat(self.execution_arn, "/*")
        account = self.context.account if self.args.auth == "iam" else ""
        return aws.apigateway.RestApiPolicy(
            f"{name}-access",
            rest_api_id=self.api_id,
            policy=only_over(private.vpc_endpoint_ids, every, own_account=account),
            opts=self.own,
        )

    def _model(self, name: str, key: str, body: dict[str, Any]) -> aws.apigateway.Model:
        self._definition.append(["model", key, body])
        return aws.apigateway.Model(
            f"{name}-{key}",
            rest_api=self.api_id,
            name=key,
            content_type=JSON,
            schema=json.dumps(body),
            opts=self.own,
        )

    def _validator(self, name: str, args: RestApiArgs) -> aws.apigateway.RequestValidator | None:
        """One validator for all routes that state what they expect."""
        if not any(route.request_model or route.request_parameters for route in args.routes):
            return None
        return aws.apigateway.RequestValidator(
            f"{name}-validator",
            rest_api=self.api_id,
            validate_request_body=True,
            validate_request_parameters=True,
            opts=self.own,
        )

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

    def _authorizer(self, name: str, auth: Any) -> aws.apigateway.Authorizer | None:
        if isinstance(auth, Cognito):
            self._definition.append(["authorizer", list(auth.user_pool_arns)])
            return aws.apigateway.Authorizer(
                f"{name}-cognito",
                rest_api=self.api_id,
                type="COGNITO_USER_POOLS",
                provider_arns=list(auth.user_pool_arns),
                opts=self.own,
            )
        if not isinstance(auth, LambdaAuthorizer):
            return None
        function: Function = auth.function
        self._definition.append(
            ["authorizer", function.invoke_arn, auth.kind, auth.identity_source, auth.cache_seconds]
        )
        made = aws.apigateway.Authorizer(
            f"{name}-authorizer",
            rest_api=self.api_id,
            type=auth.kind,
            authorizer_uri=function.invoke_arn,
            identity_source=auth.identity_source,
            authorizer_result_ttl_in_seconds=auth.cache_seconds,
            opts=self.own,
        )
        function.allow(
            f"{name}-authorizer",
            "apigateway.amazonaws.com",
            pulumi.Output.concat(self.execution_arn, "/authorizers/", made.id),
        )
        return made

    def _route(self, name: str, route: RestRoute) -> None:
        method, path = route.key.split(" ", 1)
        kind = "NONE"
        if not route.open and self.args.auth != "none":
            kind = AUTHORIZATION[type(self.args.auth)]
        checked = route.request_model or route.request_parameters
        self._method(
            name,
            method,
            path,
            route.backend,
            authorization=kind,
            authorizer_id=self.authorizer.id if self.authorizer and kind != "NONE" else None,
            api_key_required=self.args.api_key and not route.open,
            request_parameters=dict(route.request_parameters or {}) or None,
            request_models={JSON: self.models[route.request_model].name}
            if route.request_model
            else None,
            request_validator_id=self.validator.id if self.validator and checked else None,
        )
        self._definition.append(
            [
                *("route", route.key, kind, self.args.api_key, route.open, route.request_model),
                dict(route.request_parameters or {}),
            ]
        )

    def _method(self, name: str, method: str, path: str, backend: Backend, **settings: Any) -> None:
        at = f"{name}-{slug_of(f'{method} {path}')}"
        where = {"rest_api": self.api_id, "resource_id": self._resource(name, path)}
        self.methods += add_method(at, where, method, backend, self.own, **settings)
        self._definition.append(["method", method, path, *backend.definition()])
        if backend.function is not None:
            backend.function.allow(
                at,
                "apigateway.amazonaws.com",
                pulumi.Output.concat(self.execution_arn, f"/*/{method}{any_value(path)}"),
            )

    def _preflight(self, name: str, path: str, cors: Cors) -> None:
        """OPTIONS of one path, open to all: browsers send it without credentials."""
        if self.args.preflight is not None:
            backend = to_function(self.args.preflight)
        else:
            headers = self._preflight_headers(path, cors)
            backend = nothing(Answer("200", headers={k: f"'{v}'" for k, v in headers.items()}))
        self._method(name, "OPTIONS", path, backend, authorization="NONE")

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
        if cors.expose_headers:
            headers["Access-Control-Expose-Headers"] = ",".join(cors.expose_headers)
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

    def _deployments(
        self, name: str, args: RestApiArgs, before: list[pulumi.Resource]
    ) -> dict[str, aws.apigateway.Deployment]:
        """By release; the only one without a label where the stage follows every change."""
        definition = once_known(self._definition, _digest)
        if args.releases:
            return deployments(name, self.api_id, args.releases, definition, self, before)
        made = aws.apigateway.Deployment(
            f"{name}-deployment",
            rest_api=self.api_id,
            triggers={"definition": definition},
            opts=pulumi.ResourceOptions(parent=self, depends_on=before),
        )
        return {"": made}

    def _stage(self, name: str, args: RestApiArgs) -> None:
        self.log_group = log_group(
            f"{name}-access-logs", self.settings, self.own, prefix=f"/aws/apigateway/{name}-"
        )
        account = self.context.api_gateway_account
        before: list[pulumi.Resource] = [account] if account else []
        fields = REST_LOG
        if args.releases:
            before += canary_logs(
                name, self.api_id, args.stage_name, self.log_group, self.settings, self.own
            )
            fields += (IS_CANARY,)
        self.stage = aws.apigateway.Stage(
            f"{name}-stage",
            rest_api=self.api_id,
            deployment=self.deployment.id,
            stage_name=args.stage_name,
            variables=args.variables or None,
            canary_settings=canary_settings(args.releases, self.deployments)  # pyright: ignore[reportArgumentType]
            if args.releases
            else None,
            xray_tracing_enabled=self.settings.tracing,
            access_log_settings=access_log(self.log_group, fields),
            opts=pulumi.ResourceOptions(parent=self, depends_on=before),
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
        self.plan_keys: dict[str, aws.apigateway.UsagePlanKey] = {}
        if not args.api_key:
            return
        keys: dict[str, Any] = dict(args.api_keys)
        if not keys:
            self.key = aws.apigateway.ApiKey(f"{name}-key", opts=self.own)
            keys["key"] = self.key.id
        quota = {"limit": args.daily_quota, "period": "DAY"} if args.daily_quota else None
        self.usage_plan = aws.apigateway.UsagePlan(
            f"{name}-plan",
            api_stages=[{"api_id": self.api_id, "stage": self.stage.stage_name}],
            throttle_settings={"rate_limit": args.rate_limit, "burst_limit": args.burst_limit},
            quota_settings=quota,  # pyright: ignore[reportArgumentType]
            opts=self.own,
        )
        for client, key_id in keys.items():
            self.plan_keys[client] = aws.apigateway.UsagePlanKey(
                f"{name}-plan-{client}",
                key_id=key_id,
                key_type="API_KEY",
                usage_plan_id=self.usage_plan.id,
                opts=self.own,
            )


AUTHORIZATION = {
    Cognito: "COGNITO_USER_POOLS",
    LambdaAuthorizer: "CUSTOM",
    str: "AWS_IAM",
}
"""The method's authorization, by the kind of `auth` (the one text that authorizes is `iam`)."""


def _digest(definition: list[Any]) -> str:
    """The same for the same parts, in whatever order they were made."""
    parts = sorted(json.dumps(part, sort_keys=True) for part in definition)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
