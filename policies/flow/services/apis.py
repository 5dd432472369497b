"""API Gateway: what an API calls, and what calls an API.

An API is one place, whose integrations are kept apart by their routes: a call is compared with
them where its method and path are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.flow.access import Access, Target
from policies.flow.model import ActsAs, Evidence, Fact, Filter, Listens, Scope, Unfollowed
from policies.flow.overlap import ANYTHING
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Asked, Requests, Unknown, requests
from policies.flow.services import addresses, routes
from policies.views.callers import ApiDestination, Authorizer, Integration

TYPES = (
    PlaceType("aws:apigateway/restApi:RestApi", "API", name="id", arn="executionArn"),
    PlaceType("aws:apigatewayv2/api:Api", "API", name="id", arn="executionArn"),
    PlaceType("aws:apigateway/stage:Stage", "API", stands_for="restApi"),
    PlaceType("aws:apigatewayv2/stage:Stage", "API", stands_for="apiId"),
    PlaceType("aws:lambda/functionUrl:FunctionUrl", "function", stands_for="functionName"),
)

_ELSEWHERE = "API destination elsewhere"


def _apis(places: Places, pattern: str) -> list[Found]:
    """APIs by a pattern that goes on with stage, method and path."""
    own, _, rest = pattern.partition("/")
    everything = rest or ("*" if own.endswith("*") else "")
    found = places.matching(own, "API", "{name}")
    return [Found(item.place, item.certain, everything) for item in found]


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


ACCESS = (Access("API", ("execute-api:Invoke",), "{name}", find=_apis, scopes=_requests),)


def integration(view: Integration, places: Places) -> Iterator[Fact]:
    rest = "apigateway/" in view.resource.type
    uri, role = ("uri", "credentials") if rest else ("integrationUri", "credentialsArn")
    reached = routes.filters(view)
    for api in places.find(view, "restApi" if rest else "apiId", "API"):
        # Over a VPC link it is a balancer or a registered instance, never a function itself.
        if view.peek("connectionType") != "VPC_LINK":
            functions = places.find(view, uri, "function")
            yield from runs(api, functions, reached, Evidence(view.resource, uri), view.urn)
        acting = places.find(view, role, "role")
        yield from runs(api, acting, reached, Evidence(view.resource, role), view.urn)


def runs(
    api: Found, ends: Sequence[Found], routes: Sequence[Filter], evidence: Evidence, channel: str
) -> Iterator[Fact]:
    """What an integration starts (functions), or does (as roles), once for each of its routes."""
    for end in ends:
        certain = api.certain and end.certain
        for at, passes in enumerate(routes):
            own = f"{channel}#{at}"
            if end.place.kind == "role":
                yield ActsAs(api.place, end.place, certain, passes, own)
            else:
                yield Listens(api.place, end.place, "starts", evidence, certain, passes, own)


def authorizer(view: Authorizer, places: Places) -> Iterator[Fact]:
    api_id = "restApi" if "apigateway/" in view.resource.type else "apiId"
    for api in places.find(view, api_id, "API"):
        for function in places.find(view, "authorizerUri", "function"):
            yield asks(api, function, Evidence(view.resource, "authorizerUri"), view.urn)


def asks(api: Found, function: Found, evidence: Evidence, channel: str) -> Listens:
    """An API asks an authorizer who calls."""
    certain = api.certain and function.certain
    passes = Unknown("routes of an authorizer")
    return Listens(api.place, function.place, "asks", evidence, certain, passes, channel)


def api_destination(view: ApiDestination, places: Places) -> Iterator[Fact]:
    own = places.at(view.urn)
    if own is None:
        return
    method = view.peek("httpMethod")
    known = method if isinstance(method, str) else ""
    targets = addresses.behind(view, "invocationEndpoint", known, places)
    if not targets:
        yield Unfollowed(view.resource, _ELSEWHERE)
    for called in targets:
        evidence = Evidence(view.resource, "invocationEndpoint")
        yield called.by(own, "calls", evidence, _ELSEWHERE)


FACTS = {
    Integration: integration,
    Authorizer: authorizer,
    ApiDestination: api_destination,
}
