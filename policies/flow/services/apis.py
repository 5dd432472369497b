"""API Gateway and AppSync: what an API calls, and what calls an API.

An API is one place, whose integrations are kept apart by their routes: a call is compared with
them where its method and path are known. Which fields a caller of a GraphQL API uses is not looked
at, so that nothing that goes into one is certain.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.model import ActsAs, Evidence, Fact, Listens, Scope, Unfollowed
from policies.flow.overlap import ANYTHING
from policies.flow.permissions import Access, Target
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Asked, Requests, Unknown, requests
from policies.flow.services import addresses, routes
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
    own, _, rest = pattern.partition("/")
    everything = rest or ("*" if own.endswith("*") else "")
    found = places.matching(own, "API", "{name}")
    return [Found(item.place, item.certain, everything) for item in found]


def _graphql_apis(places: Places, pattern: str) -> list[Found]:
    start, slash, rest = pattern.partition(":apis/")
    own = f"{start}{slash}{rest.partition('/')[0]}" if slash else pattern
    return places.matching(own, "GraphQL API", "apis/{name}")


def _requests(target: Target) -> Iterator[Scope]:
    """What may be asked of an API: patterns of stage, method and path."""
    denied = [
        _asked(found)
        for statement, named in target.denials
        if not statement.condition
        for found in named
    ]
    if (ANYTHING, ANYTHING) not in denied:
        yield Requests(tuple(map(_asked, target.allowed)), tuple(denied))


def _asked(found: Found) -> Asked:
    return requests(found.rest.lstrip("/"))


ACCESS = (
    Access("API", ("execute-api:Invoke",), "{name}", find=_apis, scopes=_requests),
    Access("GraphQL API", ("appsync:GraphQL",), "apis/{name}", find=_graphql_apis, doubt=_ROUTE),
)


def integration(view: Integration, places: Places) -> Iterator[Fact]:
    rest = "apigateway/" in view.resource.type
    uri, role = ("uri", "credentials") if rest else ("integrationUri", "credentialsArn")
    reached = routes.filters(view)
    for api in places.find(view, "restApi" if rest else "apiId", "API"):
        # Over a VPC link it is a balancer or a registered instance, never a function itself.
        if view.peek("connectionType") != "VPC_LINK":
            for function in places.find(view, uri, "function"):
                for at, passes in enumerate(reached):
                    certain = api.certain and function.certain
                    evidence, channel = Evidence(view.resource, uri), f"{view.urn}#{at}"
                    yield Listens(
                        api.place, function.place, "starts", evidence, certain, passes, channel
                    )
        for acting in places.find(view, role, "role"):
            for at, passes in enumerate(reached):
                certain = api.certain and acting.certain
                yield ActsAs(api.place, acting.place, certain, passes, f"{view.urn}#{at}")


def authorizer(view: Authorizer, places: Places) -> Iterator[Fact]:
    api_id = "restApi" if "apigateway/" in view.resource.type else "apiId"
    for api in places.find(view, api_id, "API"):
        for function in places.find(view, "authorizerUri", "function"):
            yield Listens(
                api.place,
                function.place,
                "asks",
                Evidence(view.resource, "authorizerUri"),
                api.certain and function.certain,
                Unknown("routes of an authorizer"),
                view.urn,
            )


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
    method = view.peek("httpMethod")
    known = method if isinstance(method, str) else ""
    targets = addresses.behind(view, "invocationEndpoint", known, places)
    if not targets:
        yield Unfollowed(view.resource, "API destination elsewhere")
    for called in targets:
        yield Listens(
            own,
            called.found.place,
            "calls",
            Evidence(view.resource, "invocationEndpoint"),
            called.found.certain and not called.doubt,
            carry=called.carry,
            doubt=called.doubt,
        )


FACTS = {
    Integration: integration,
    Authorizer: authorizer,
    DataSource: data_source,
    ApiDestination: api_destination,
}
