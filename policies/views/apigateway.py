"""Views of REST APIs (API Gateway v1): methods, stages, custom domains."""

from __future__ import annotations

from policies.view import View


class Method(View):
    """`aws.apigateway.Method`: one method of one path."""

    token = "aws:apigateway/method:Method"

    @property
    def http_method(self) -> str:
        """`GET`, `OPTIONS`, `ANY` …"""
        return self.text("httpMethod").upper()

    @property
    def authorization(self) -> str:
        """`NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`."""
        return self.text("authorization", "NONE").upper() or "NONE"

    @property
    def api_key_required(self) -> bool:
        return self.flag("apiKeyRequired")


class Stage(View):
    """`aws.apigateway.Stage`: a deployment that callers reach."""

    token = "aws:apigateway/stage:Stage"

    @property
    def traced(self) -> bool:
        """Whether X-Ray gets a trace of the requests that it samples."""
        return self.flag("xrayTracingEnabled")


class MethodSettings(View):
    """`aws.apigateway.MethodSettings`: caching, logs and limits of a stage's methods."""

    token = "aws:apigateway/methodSettings:MethodSettings"

    @property
    def caching(self) -> bool:
        """Whether answers are kept in the stage's cache."""
        return self.flag("settings.cachingEnabled")

    @property
    def cache_encrypted(self) -> bool:
        return self.flag("settings.cacheDataEncrypted")


class DomainName(View):
    """`aws.apigateway.DomainName`: an address of one's own for REST APIs."""

    token = "aws:apigateway/domainName:DomainName"

    @property
    def security_policy(self) -> str:
        """`TLS_1_0`, `TLS_1_2` or `SecurityPolicy_…`; empty where nothing is set."""
        return self.text("securityPolicy")

    @property
    def private(self) -> bool:
        """Whether only VPC endpoints reach it; it then takes TLS 1.2 and newer alone."""
        return "PRIVATE" in (
            str(kind).upper() for kind in self.items("endpointConfiguration.types")
        )
