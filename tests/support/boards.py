"""A rule that calls a GraphQL API, for rule tests. As at preview: nothing has an ARN yet."""

from __future__ import annotations

import json
from typing import Any

from policies.values import UNKNOWN
from policies.view import Resource
from tests.support.builders import resource

SCHEMA = """
enum Kind { DELAYED LANDED }
type Flight @aws_iam { num: Int! kind: Kind! gate: String date: AWSDate old: String @deprecated }
input FlightInput { num: Int! kind: Kind! gate: String tags: [String!] }
type Query { flight(num: Int!): Flight }
type Mutation { update(input: FlightInput!): Flight! touch(num: Int!): Flight }
type Subscription {
  onUpdate(gate: String): Flight @aws_subscribe(mutations: ["update"])
  onTouch: Flight @aws_subscribe(mutations: ["touch"])
}
"""
CALL = "mutation U($input: FlightInput!) { update(input: $input) { num kind gate date } }"
PATHS = {"num": "$.detail.num", "kind": "$.detail.kind", "gate": "$.detail.gate"}
TEMPLATE = '{"input": {"num": <num>, "kind": "<kind>", "gate": <gate>}}'
PATTERN = {"source": ["ops"], "detail": {"kind": ["DELAYED", "LANDED"]}}


def api(schema: Any = SCHEMA, **props: Any) -> Resource:
    given = {"authenticationType": "AWS_IAM", "schema": schema, **props}
    return resource("aws:appsync/graphQLApi:GraphQLApi", "board", **given)


def rule(pattern: Any = None) -> Resource:
    given = UNKNOWN if pattern is UNKNOWN else json.dumps(pattern or PATTERN)
    return resource("aws:cloudwatch/eventRule:EventRule", "flights", eventPattern=given)


def target(call: Any = CALL, template: Any = TEMPLATE, **props: Any) -> Resource:
    """Without a template the whole event is sent."""
    transformer = {"inputPaths": PATHS, "inputTemplate": template}
    given = {
        "rule": rule(),
        "arn": api(),
        "roleArn": "arn:aws:iam::123456789012:role/r",
        "appsyncTarget": {"graphqlOperation": call},
        "inputTransformer": None if template is None else transformer,
        **props,
    }
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", **given)


def board(*others: Resource) -> list[Resource]:
    """API, rule and target; those of `others` take the place of theirs."""
    own = (api(), rule(), target())
    return list({item.urn: item for item in (*own, *others)}.values())


def calling(call: Any, template: Any = TEMPLATE, **props: Any) -> list[Resource]:
    return board(target(call, template, **props))
