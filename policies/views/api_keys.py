"""Views of API keys of REST APIs: where they come from, who looks at them, what they allow."""

from __future__ import annotations

from policies.view import View
from policies.views.apigateway import Method


class RestApi(View):
    """`aws.apigateway.RestApi`."""

    token = "aws:apigateway/restApi:RestApi"

    @property
    def key_source(self) -> str:
        """`HEADER` (the default) or `AUTHORIZER`."""
        return self.text("apiKeySource", "HEADER").upper() or "HEADER"


class KeyedMethod(Method):
    """A method, and the API it belongs to."""

    @property
    def api(self) -> RestApi | None:
        """The API, if this stack makes it."""
        return self.follow("restApi", RestApi)


class Authorizer(View):
    """`aws.apigateway.Authorizer`."""

    token = "aws:apigateway/authorizer:Authorizer"

    @property
    def api(self) -> RestApi | None:
        return self.follow("restApi", RestApi)

    @property
    def kind(self) -> str:
        """`TOKEN` (the default), `REQUEST` or `COGNITO_USER_POOLS`."""
        return self.text("type", "TOKEN").upper()

    @property
    def identity_sources(self) -> list[str]:
        """What must be there before the authorizer is asked; its answers are kept by it."""
        given = self.text("identitySource", "method.request.header.Authorization")
        return [source.strip() for source in given.split(",") if source.strip()]

    @property
    def cache_seconds(self) -> float:
        """Seconds that an answer is kept; 300 where nothing is set."""
        seconds = self.number("authorizerResultTtlInSeconds", 300)
        return 300 if seconds is None else seconds


class UsagePlan(View):
    """`aws.apigateway.UsagePlan`."""

    token = "aws:apigateway/usagePlan:UsagePlan"

    @property
    def limits(self) -> bool:
        """Whether it limits anything at all: rate, burst or quota."""
        return self.peek("throttleSettings") is not None or self.peek("quotaSettings") is not None

    def covers(self, api: RestApi) -> bool:
        """Whether one of its stages is of `api`."""
        return api in self.follow_all("apiStages", RestApi)


class UsagePlanKey(View):
    """`aws.apigateway.UsagePlanKey`: one key in one plan."""

    token = "aws:apigateway/usagePlanKey:UsagePlanKey"

    @property
    def plan(self) -> UsagePlan | None:
        return self.follow("usagePlanId", UsagePlan)
