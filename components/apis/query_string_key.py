"""An API that takes its key from the query string, until its clients have moved to the header.

client ?apiKey=… --> authorizer (copies the key) --> usage plan --> function     the old way
client x-api-key: … ------------------------------> usage plan --> function     the new way
"""

from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.architecture import Architecture
from components.args import Args, Model, Secret
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.rest_api import RestApi
from components.foundation.rest_settings import LambdaAuthorizer, RestApiArgs
from components.foundation.routed import RoutedFunction, functions, rest_routes
from components.foundation.routes import fit_together, listed

AUTHORIZER = "handlers.apis.query_string_key.authorizer.handler"
ClientName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,38}[a-z0-9]$")]


class Client(Model):
    """One client and its key."""

    key: Secret[str] | None = None
    """The key it has today, 20 to 128 characters, a secret; a new one when left out."""

    enabled: bool = True
    """Whether the key is accepted."""


class QueryStringKeyArgs(Args):
    """Settings of `apis/query-string-key`."""

    parameter: str = Field(default="apiKey", pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")
    """Name of the query parameter that holds the key."""

    functions: dict[ClientName, RoutedFunction] = Field(min_length=1)
    """The functions by name; each has its routes, its role and its log group."""

    clients: dict[ClientName, Client] = Field(min_length=1, max_length=500)
    """Who calls, each with a key of its own, so that one can be limited or shut out alone."""

    accept_query: bool = True
    """Whether the old way is open. Set it to false when the last client has moved: authorizer and
    old API go."""

    rate_limit: int = Field(default=100, ge=1)
    """Requests a second, on average, that one key may send."""

    burst_limit: int = Field(default=200, ge=1)
    """Requests of one key at one time."""

    daily_quota: int | None = Field(default=None, ge=1)
    """Requests a day that one key may send; no limit when left out."""

    @model_validator(mode="after")
    def _policies_hold_both_ways(self) -> Self:
        if any(len(function.routes) > 20 for function in self.functions.values()):
            raise ValueError(
                "functions: 20 routes at most each, since each is a route of both APIs"
            )
        return self

    @model_validator(mode="after")
    def _routes_are_distinct(self) -> Self:
        fit_together(listed("functions", self.functions))
        return self


class QueryStringKey(Architecture):
    """Two APIs in front of the same functions: one takes keys from the query string, one from the
    header. Both know the same keys, so that a client moves by changing its URL and nothing else.

    Outputs (Output[str], `key_ids` Output[dict[str, str]]): `url`: where clients send the key as a
    header; `api_id`: the API's id; `api_name`: ApiName of its metrics; `log_group_name`: the access
    log; `query_url`, `query_api_id`, `query_api_name`, `query_log_group_name`: the same of the old
    way, empty when it is closed; `key_ids`: id of each client's key, by client.
    Source: sheet 47; API Gateway developer guide, "API key sources".
    """

    url: pulumi.Output[str]
    api_id: pulumi.Output[str]
    api_name: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    query_url: pulumi.Output[str]
    query_api_id: pulumi.Output[str]
    query_api_name: pulumi.Output[str]
    query_log_group_name: pulumi.Output[str]
    key_ids: pulumi.Output[dict[str, str]]

    def __init__(
        self, name: str, args: QueryStringKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, args, opts)
        self.functions = functions(name, args.functions, self.own)
        self.keys = {
            client: aws.apigateway.ApiKey(
                f"{name}-{client}", value=given.key, enabled=given.enabled, opts=self.own
            )
            for client, given in args.clients.items()
        }
        self.header_api = self._api(name, args, None)
        self.url, self.api_name = self.header_api.url, self.header_api.api.name
        self.api_id, self.log_group_name = self.header_api.api_id, self.header_api.log_group.name
        self.key_ids = pulumi.Output.all(**{client: key.id for client, key in self.keys.items()})
        self.authorizer: Function | None = None
        self.query_api: RestApi | None = None
        if args.accept_query:
            self.authorizer = Function(
                f"{name}-authorizer",
                FunctionArgs(
                    handler=AUTHORIZER,
                    timeout_seconds=3,
                    memory_mb=128,
                    powertools=False,
                    environment={"PARAMETER": args.parameter},
                ),
                self.own,
            )
            self.query_api = self._api(f"{name}-query", args, self.authorizer)
        nothing = pulumi.Output.from_input("")
        old = self.query_api
        self.query_url = old.url if old else nothing
        self.query_api_id = old.api_id if old else nothing
        self.query_api_name = old.api.name if old else nothing
        self.query_log_group_name = old.log_group.name if old else nothing
        self.finish()

    def _api(self, name: str, args: QueryStringKeyArgs, authorizer: Function | None) -> RestApi:
        source = f"method.request.querystring.{args.parameter}"
        settings = RestApiArgs(
            routes=rest_routes(args.functions, self.functions),
            # Never kept: an answer kept for one caller would count for the next.
            auth=LambdaAuthorizer(function=authorizer, identity_source=source, api_keys=True)
            if authorizer
            else "none",
            api_key=True,
            api_keys={client: key.id for client, key in self.keys.items()},
            rate_limit=args.rate_limit,
            burst_limit=args.burst_limit,
            daily_quota=args.daily_quota,
        )
        return RestApi(name, settings, self.own)
