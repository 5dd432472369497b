"""Views of REST APIs (API Gateway v1): methods, stages, custom domains."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View

DEPLOYMENT = "aws:apigateway/deployment:Deployment"


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

    @property
    def has_canary(self) -> bool:
        """Whether a part of the requests may go to a second deployment."""
        settings = self.peek("canarySettings")
        if settings is UNKNOWN:
            raise Undecided(self.resource, "canarySettings")
        return settings is not None

    @property
    def canary_percent(self) -> float:
        """Part of the requests that the canary answers, 0 to 100; 0 where nothing is set."""
        return self.number("canarySettings.percentTraffic", 0) or 0

    @property
    def canary_is_stable(self) -> bool:
        """Whether canary and stage name the same deployment; stack rules only.

        At preview the ids of new deployments are unknown; what the properties come from says as
        much. Raises `Undecided` where it does not.
        """
        stable, canary = self.peek("deployment"), self.peek("canarySettings.deploymentId")
        if stable is not UNKNOWN and canary is not UNKNOWN:
            return stable == canary
        behind = [self._deployments(prop) for prop in ("deployment", "canarySettings")]
        if not all(len(found) == 1 for found in behind):
            raise Undecided(self.resource, "canarySettings.deploymentId")
        return behind[0] == behind[1]

    def _deployments(self, prop: str) -> set[str]:
        """URNs of the deployments that the property's value comes from."""
        urns = self.resource.property_dependencies.get(prop, ())
        found = [self.stack.get(urn) for urn in urns] if self.stack else []
        return {resource.urn for resource in found if resource and resource.type == DEPLOYMENT}

    @property
    def logs_access(self) -> bool:
        """Whether every request gets a line in an access log."""
        return self.peek("accessLogSettings") is not None


class MethodSettings(View):
    """`aws.apigateway.MethodSettings`: caching, logs and limits of a stage's methods."""

    token = "aws:apigateway/methodSettings:MethodSettings"

    @property
    def method_path(self) -> str:
        """`*/*` for all methods."""
        return self.text("methodPath")

    @property
    def logs_errors(self) -> bool:
        """Whether failed requests, at least, are in the execution log."""
        return self.text("settings.loggingLevel", "OFF").upper() in ("ERROR", "INFO")

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
