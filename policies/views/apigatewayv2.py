"""Views of HTTP APIs (API Gateway v2): the API and its routes."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View


class Api(View):
    """`aws.apigatewayv2.Api`: an HTTP or WebSocket API."""

    token = "aws:apigatewayv2/api:Api"

    @property
    def answers_preflight(self) -> bool:
        """Whether API Gateway itself answers browsers' preflights (`corsConfiguration`)."""
        cors = self.peek("corsConfiguration")
        if cors is UNKNOWN:
            raise Undecided(self.resource, "corsConfiguration")
        return bool(cors)


class Route(View):
    """`aws.apigatewayv2.Route`: one method and path of an API."""

    token = "aws:apigatewayv2/route:Route"

    @property
    def key(self) -> str:
        """`GET /orders`, `ANY /{proxy+}` or `$default`."""
        return self.text("routeKey")

    @property
    def method(self) -> str:
        """`GET`, `ANY` …; `ANY` for `$default`, which takes what no other route takes."""
        return "ANY" if self.key == "$default" else self.key.partition(" ")[0].upper()

    @property
    def path(self) -> str:
        """`/orders/{id}`; `$default` where the route has no path."""
        return self.key.partition(" ")[2].strip() or self.key

    @property
    def authorization_type(self) -> str:
        """`NONE` (the default), `AWS_IAM`, `CUSTOM` or `JWT`."""
        return self.text("authorizationType", "NONE").upper() or "NONE"

    @property
    def api(self) -> Api | None:
        return self.follow("apiId", Api)


class Authorizer(View):
    """`aws.apigatewayv2.Authorizer`."""

    token = "aws:apigatewayv2/authorizer:Authorizer"

    @property
    def identity_sources(self) -> list[str]:
        """What must be there before the authorizer is asked: `$request.header.NAME` …"""
        return [str(source) for source in self.items("identitySources")]
