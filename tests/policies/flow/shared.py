"""What tests of the services have in common: running programs, looking at their flow, APIs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from policies.flow import flow_of
from policies.values import UNKNOWN
from policies.view import Resource, Stack
from tests.support.builders import arn
from tests.support.program import Program, rings

Write = Callable[[Program], object]

before_and_after = pytest.mark.parametrize("known", [False, True], ids=["preview", "update"])
"""Each program as preview shows it, with grants in place of ARNs, and as an update does."""


def programs(cases: Sequence[tuple[Write, list[str]]]) -> pytest.MarkDecorator:
    """One test for each (program, loops expected), named after the program."""
    names = [write.__name__ for write, _ in cases]
    return pytest.mark.parametrize(("write", "expected"), cases, ids=names)


def written(write: Write, known: bool = True) -> Program:
    program = Program(known)
    write(program)
    return program


def loops(write: Write, known: bool = True) -> list[str]:
    return rings(written(write, known).resources)


def edges(p: Program) -> list[tuple[str, str, str]]:
    """(from, verb, to) of each edge."""
    flow, _ = flow_of(Stack(p.resources))
    return [(str(e.source), e.verb, str(e.target)) for e in flow.edges]


def unfollowed(p: Program) -> Counter[str]:
    return flow_of(Stack(p.resources))[0].unfollowed


ID = "a1b2c3"
HOST = f"https://{ID}.execute-api.eu-west-1.amazonaws.com"


def rest_api(p: Program, **props: Any) -> Resource:
    return _api(p, "aws:apigateway/restApi:RestApi", **props)


def http_api(p: Program, **props: Any) -> Resource:
    return _api(p, "aws:apigatewayv2/api:Api", **props)


def _api(p: Program, type_: str, **props: Any) -> Resource:
    known = {"id": ID, "executionArn": arn("execute-api", ID)} if p.known else {"id": UNKNOWN}
    return p.make(type_, "api", **{**known, **props})


def part_of(p: Program, api: Resource, type_: str, name: str, /, **props: Any) -> Resource:
    """A resource that belongs to `api`, of the same family (`integration:Integration`)."""
    family = api.type.partition("/")[0]
    prop = "restApi" if family == "aws:apigateway" else "apiId"
    behind = {**props.pop("deps", {}), prop: [api]}
    given = {prop: ID if p.known else UNKNOWN, "deps": behind, **props}
    return p.make(f"{family}/{type_}", name, **given)


def invoked(p: Program, function: Resource) -> Any:
    """The address by which API Gateway invokes `function`."""
    if not p.known:
        return UNKNOWN
    path = f"path/2015-03-31/functions/{function.properties['arn']}/invocations"
    return f"arn:aws:apigateway:eu-west-1:lambda:{path}"


def proxy(p: Program, api: Resource, function: Resource, **props: Any) -> Resource:
    """The integration of `function` with a REST API."""
    behind = {"uri": [function], **props.pop("deps", {})}
    given = {"type": "AWS_PROXY", "uri": invoked(p, function), "deps": behind, **props}
    return part_of(p, api, "integration:Integration", "proxy", **given)


def destination(p: Program, name: str, url: str, *behind: Resource, **props: Any) -> Resource:
    """An API destination; its address is known at preview where it is made from nothing."""
    return p.make(
        "aws:cloudwatch/eventApiDestination:EventApiDestination",
        name,
        invocationEndpoint=url if p.known or not behind else UNKNOWN,
        deps={"invocationEndpoint": behind},
        **props,
    )


def calls(p: Program, topic: Resource, url: str, *behind: Resource) -> Resource:
    """An HTTPS subscription; its address is known at preview where it is made from nothing."""
    return p.make(
        "aws:sns/topicSubscription:TopicSubscription",
        "call",
        topic=topic,
        protocol="https",
        endpoint=url if p.known or not behind else UNKNOWN,
        deps={"endpoint": behind},
    )


def url_of(p: Program, function: Resource) -> Resource:
    own = {"functionName": function.name, "deps": {"functionName": [function]}}
    return p.make("aws:lambda/functionUrl:FunctionUrl", "url", **own)


URL = "https://x1y2.lambda-url.eu-west-1.on.aws/"
