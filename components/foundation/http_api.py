"""HttpApi: API Gateway's HTTP API in front of functions, with access log and throttling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Model
from components.foundation.access_log import HTTP_LOG, access_log
from components.foundation.cors import Cors
from components.foundation.function import Function
from components.foundation.logs import log_group
from components.foundation.routes import any_value, methods, request_headers, slug_of


class Jwt(Model):
    """An issuer of JSON Web Tokens."""

    issuer: str = Field(pattern=r"^https://.+")
    """The `iss` claim, e.g. `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc`."""

    audience: tuple[str, ...] = Field(min_length=1)
    """Accepted `aud` (or client id) values."""


@dataclass(frozen=True)
class HttpBackend:
    """An integration other than a function, in API Gateway's own terms.

    name: stands for it in resources' names. settings: inputs of aws.apigatewayv2.Integration.
    """

    name: str
    settings: Mapping[str, Any]
    needs: tuple[pulumi.Resource, ...] = ()


@dataclass(frozen=True)
class HttpRoute:
    """A route, what stands behind it, and whether it is open to anybody."""

    key: str
    behind: Function | HttpBackend
    open: bool = False


class HttpApiArgs(Args):
    """Settings of an HTTP API."""

    routes: tuple[Any, ...]
    """`HttpRoute`s."""

    auth: Jwt | Literal["iam", "none"] = "none"
    """Who may call routes that are not open."""

    cors: Cors | None = None
    """CORS, answered by API Gateway itself."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, over all callers."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests at one time."""


class HttpApi(Component):
    """An HTTP API. `url`, `api_id`, `execution_arn` (Output[str]).

    Children: `api`, `authorizer`, `integrations`, `routes`, `log_group`, `stage`.
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    execution_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:HttpApi", name, args, opts)
        self.api = aws.apigatewayv2.Api(
            name,
            protocol_type="HTTP",
            cors_configuration=self._cors(args, args.cors) if args.cors else None,
            opts=self.own,
        )
        self.url, self.api_id = self.api.api_endpoint, self.api.id
        self.execution_arn = self.api.execution_arn
        self.authorizer = self._authorizer(name, args.auth) if isinstance(args.auth, Jwt) else None
        self.integrations: dict[str, aws.apigatewayv2.Integration] = {}
        self.routes = [self._route(name, route, args) for route in args.routes]
        self.log_group = log_group(
            f"{name}-access-logs", self.settings, self.own, prefix=f"/aws/apigateway/{name}-"
        )
        self.stage = aws.apigatewayv2.Stage(
            f"{name}-stage",
            api_id=self.api_id,
            name="$default",
            auto_deploy=True,
            access_log_settings=access_log(self.log_group, HTTP_LOG),
            default_route_settings={
                "throttling_rate_limit": args.rate_limit,
                "throttling_burst_limit": args.burst_limit,
            },
            # A stage that is there before its routes would answer 404 to the first callers.
            opts=pulumi.ResourceOptions(parent=self, depends_on=self.routes),
        )
        self.register_outputs({})

    def _cors(self, args: HttpApiArgs, cors: Cors) -> Any:
        authorized = args.auth != "none"
        return {
            "allow_origins": list(cors.origins),
            "allow_methods": methods(route.key for route in args.routes),
            "allow_headers": request_headers(
                cors, authorized=authorized, signed=args.auth == "iam"
            ),
            "expose_headers": list(cors.expose_headers) or None,
            "max_age": cors.max_age_seconds,
            "allow_credentials": cors.credentials or None,
        }

    def _authorizer(self, name: str, jwt: Jwt) -> aws.apigatewayv2.Authorizer:
        return aws.apigatewayv2.Authorizer(
            f"{name}-jwt",
            api_id=self.api_id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": jwt.issuer, "audiences": list(jwt.audience)},
            opts=self.own,
        )

    def _route(self, name: str, route: HttpRoute, args: HttpApiArgs) -> aws.apigatewayv2.Route:
        slug = slug_of(route.key)
        method, path = route.key.split(" ", 1)
        if isinstance(route.behind, Function):
            route.behind.allow(
                f"{name}-{slug}",
                "apigateway.amazonaws.com",
                pulumi.Output.concat(self.execution_arn, f"/*/{method}{any_value(path)}"),
            )
        kind = "NONE"
        if not route.open and args.auth != "none":
            kind = "AWS_IAM" if args.auth == "iam" else "JWT"
        return aws.apigatewayv2.Route(
            f"{name}-{slug}",
            api_id=self.api_id,
            route_key=route.key,
            authorization_type=kind,
            authorizer_id=self.authorizer.id if self.authorizer and kind == "JWT" else None,
            target=pulumi.Output.concat("integrations/", self._integration(name, route.behind)),
            opts=self.own,
        )

    def _integration(self, name: str, behind: Function | HttpBackend) -> pulumi.Output[str]:
        if behind.name not in self.integrations:
            settings = _function(behind) if isinstance(behind, Function) else behind.settings
            needs = () if isinstance(behind, Function) else behind.needs
            self.integrations[behind.name] = aws.apigatewayv2.Integration(
                f"{name}-to-{behind.name}",
                api_id=self.api_id,
                opts=pulumi.ResourceOptions(parent=self, depends_on=list(needs)),
                **settings,
            )
        return self.integrations[behind.name].id


def _function(function: Function) -> dict[str, Any]:
    return {
        "integration_type": "AWS_PROXY",
        "integration_uri": function.invoke_arn,
        # The provider's own default is 1.0.
        "payload_format_version": "2.0",
    }
