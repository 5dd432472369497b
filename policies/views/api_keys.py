"""Views of API keys of REST APIs: where they come from, who looks at them, what they allow."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.apigateway import Method, Stage


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

    @property
    def apis(self) -> list[str]:
        """The APIs that its keys open: names of those of this stack, ids of others."""
        stages = self.peek("apiStages")
        if stages is UNKNOWN:
            raise Undecided(self.resource, "apiStages")
        listed = [s for s in stages if isinstance(s, dict)] if isinstance(stages, list) else []
        ids = [stage.get("apiId") for stage in listed]
        made = set(self.follow_all("apiStages", RestApi))
        for stage in self.follow_all("apiStages", Stage):
            made.update(stage.follow_all("restApi", RestApi))
        if any(one is UNKNOWN for one in ids) and not made:
            raise Undecided(self.resource, "apiStages")
        own = {identity for api in made for identity in api.identities()}
        others = {one for one in ids if isinstance(one, str)} - own
        # One stage is of one API, whatever else its parts come from.
        found = sorted({*(api.name for api in made), *others})
        return found if len(listed) > 1 else found[:1]


class UsagePlanKey(View):
    """`aws.apigateway.UsagePlanKey`: one key in one plan."""

    token = "aws:apigateway/usagePlanKey:UsagePlanKey"

    @property
    def plan(self) -> UsagePlan | None:
        return self.follow("usagePlanId", UsagePlan)
