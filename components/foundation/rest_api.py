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
from components.foundation.rest_authorizer import AUTHORIZATION, authorizer, authorizer_definition
from components.foundation.rest_backend import JSON, Backend
from components.foundation.rest_cors import error, error_headers, preflight
from components.foundation.rest_keys import usage_plan
from components.foundation.rest_method import add_method
from components.foundation.rest_release import (
    IS_CANARY,
    canary_logs,
    canary_settings,
    deployments,
)
from components.foundation.rest_settings import LambdaAuthorizer, Private, RestApiArgs, RestRoute
from components.foundation.routes import any_value, slug_of


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
        self.authorizer = authorizer(name, args.auth, self.api_id, self.execution_arn, self.own)
        if self.authorizer:
            self._definition.append(["authorizer", *authorizer_definition(args.auth)])
        for route in args.routes:
            self._route(name, route)
        self.errors = self._cors(name, args.cors) if args.cors else []
        before = [*self.methods, *self.errors, *([self.policy] if self.policy else [])]
        self.deployments = self._deployments(name, args, before)
        stable = args.releases.stable if args.releases else ""
        self.deployment = self.deployments[stable]
        self._stage(name, args)
        self.usage_plan, self.key, self.plan_keys = usage_plan(
            name, args, self.api_id, self.stage, self.own
        )
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
            self._allow(backend.function, at, method, any_value(path))

    def _allow(self, function: Function, name: str, method: str, path: str) -> None:
        source = pulumi.Output.concat(self.execution_arn, f"/*/{method}{path}")
        function.allow(name, "apigateway.amazonaws.com", source)

    def _cors(self, name: str, cors: Cors) -> list[aws.apigateway.Response]:
        """Preflights of all paths, open to all: browsers send them without credentials."""
        for path in sorted({route.key.split(" ", 1)[1] for route in self.args.routes}):
            backend = preflight(path, self.args, cors)
            self._method(name, "OPTIONS", path, backend, authorization="NONE")
        if self.args.preflight is not None:
            self._allow(self.args.preflight, f"{name}-options", "OPTIONS", "/*")
        headers = error_headers(cors)
        self._definition += [["error", kind, headers] for kind in ("4XX", "5XX")]
        return [error(name, self.api_id, kind, headers, self.own) for kind in ("4XX", "5XX")]

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


def _digest(definition: list[Any]) -> str:
    """The same for the same parts, in whatever order they were made."""
    parts = sorted(json.dumps(part, sort_keys=True) for part in definition)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
