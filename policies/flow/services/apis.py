"""API Gateway and AppSync: what an API calls, and what calls an API.

An API is one place; what a rule sends to it is told by the rule's target. Which of its routes or
fields a caller uses is not looked at, so that nothing that goes into an API is certain.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.model import ActsAs, Evidence, Fact, Listens, Unfollowed
from policies.flow.permissions import Access
from policies.flow.places import Found, Places, PlaceType
from policies.flow.services import addresses
from policies.view import View
from policies.views.callers import ApiDestination, Authorizer, DataSource, Integration

TYPES = (
    PlaceType("aws:apigateway/restApi:RestApi", "API", name="id", arn="executionArn"),
    PlaceType("aws:apigatewayv2/api:Api", "API", name="id", arn="executionArn"),
    PlaceType("aws:appsync/graphQLApi:GraphQLApi", "GraphQL API", name="id"),
    PlaceType("aws:apigateway/stage:Stage", "API", stands_for="restApi"),
    PlaceType("aws:apigatewayv2/stage:Stage", "API", stands_for="apiId"),
    PlaceType("aws:lambda/functionUrl:FunctionUrl", "function", stands_for="functionName"),
)

_ROUTE = "which of its routes is called is not looked at"


def _apis(places: Places, pattern: str) -> list[Found]:
    """APIs by a pattern that goes on with stage, method and path."""
    return places.matching(pattern.partition("/")[0], "API", "{name}")


def _graphql_apis(places: Places, pattern: str) -> list[Found]:
    start, slash, rest = pattern.partition(":apis/")
    own = f"{start}{slash}{rest.partition('/')[0]}" if slash else pattern
    return places.matching(own, "GraphQL API", "apis/{name}")


ACCESS = (
    Access("API", ("execute-api:Invoke",), "{name}", find=_apis, doubt=_ROUTE),
    Access("GraphQL API", ("appsync:GraphQL",), "apis/{name}", find=_graphql_apis, doubt=_ROUTE),
)


def integration(view: Integration, places: Places) -> Iterator[Fact]:
    rest = "apigateway/" in view.resource.type
    uri, role = ("uri", "credentials") if rest else ("integrationUri", "credentialsArn")
    for api in places.find(view, "restApi" if rest else "apiId", "API"):
        # Over a VPC link it is a balancer or a registered instance, never a function itself.
        if view.peek("connectionType") != "VPC_LINK":
            for function in places.find(view, uri, "function"):
                yield _calls(view, uri, api, function, "starts")
        for acting in places.find(view, role, "role"):
            yield ActsAs(api.place, acting.place, api.certain and acting.certain)


def authorizer(view: Authorizer, places: Places) -> Iterator[Fact]:
    api_id = "restApi" if "apigateway/" in view.resource.type else "apiId"
    for api in places.find(view, api_id, "API"):
        for function in places.find(view, "authorizerUri", "function"):
            yield _calls(view, "authorizerUri", api, function, "asks")


def _calls(view: View, prop: str, source: Found, target: Found, verb: str) -> Listens:
    certain = source.certain and target.certain
    return Listens(source.place, target.place, verb, Evidence(view.resource, prop), certain)


def data_source(view: DataSource, places: Places) -> Iterator[Fact]:
    for api in places.find(view, "apiId", "GraphQL API"):
        for function in places.find(view, "lambdaConfig.functionArn", "function"):
            yield _calls(view, "lambdaConfig.functionArn", api, function, "starts")
        for role in places.find(view, "serviceRoleArn", "role"):
            yield ActsAs(api.place, role.place, api.certain and role.certain)


def api_destination(view: ApiDestination, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    targets = addresses.behind(view, "invocationEndpoint", places)
    if not targets:
        yield Unfollowed(view.resource, "API destination elsewhere")
    for target, doubt in targets:
        evidence = Evidence(view.resource, "invocationEndpoint")
        sure = target.certain and not doubt
        yield Listens(own, target.place, "calls", evidence, sure, doubt=doubt)


FACTS = {
    Integration: integration,
    Authorizer: authorizer,
    DataSource: data_source,
    ApiDestination: api_destination,
}
